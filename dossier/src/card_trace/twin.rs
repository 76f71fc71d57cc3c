//! The settings of a card twin that behaves like a traced card. `card-twin/src/profile.rs` reads them.

use std::fmt::Write;

use reader::files::{DataGroupNumber, FileId};

use super::{CardTrace, TracedCard};

/// The settings as TOML. Every value is a number, hexadecimal or a word of a closed list.
pub(super) fn profile(trace: &CardTrace) -> String {
    let card = &trace.card;
    let mut text = String::from("# A card of the kind that was traced, for a made-up person.\n");
    let mut line = |name: &str, value: &str| {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{name} = {value}");
    };
    line("name", "\"traced\"");
    line("title", "\"Kind of a traced card\"");
    line("historical_bytes", &quoted(historical_bytes(trace)));
    if let Some(card_access) = hexadecimal(card.card_access.as_deref()) {
        line("card_access", &quoted(card_access));
    }
    line("pace", word(card.card_access.is_some()));
    line("basic_access_control", word(card.basic_access_control));
    line(
        "extended_length",
        word(card.extended_length || card.longest_answer.is_some()),
    );
    line("end_of_file_warning", word(card.end_of_file_warning));
    if let Some(longest) = card.longest_answer {
        let longest = u16::try_from(longest).unwrap_or(u16::MAX);
        line(
            "buffers",
            &format!("{{ command = {longest}, response = {longest} }}"),
        );
    }
    line("data_groups", &format!("{:?}", data_groups(card)));
    line("locked_data_groups", &format!("{:?}", card.withheld));
    line("chip_authentication", word(!card.chip_keys.is_empty()));
    line("chip_keys", &chip_keys(card));
    active_authentication(card, &mut line);
    line(
        "terminal_authentication",
        word(card.terminal_authentication),
    );
    let face = FileId::DataGroup(DataGroupNumber::FACE);
    if let Some(length) = card.length_of(face) {
        line("face_length", &length.to_string());
    }
    text
}

fn data_groups(card: &TracedCard) -> Vec<u8> {
    let read = card
        .files
        .iter()
        .filter_map(|(name, _)| match FileId::from_name(name) {
            Some(FileId::DataGroup(number)) => Some(number.value()),
            _ => None,
        });
    let mut all: Vec<u8> = read.chain(card.withheld.iter().copied()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn chip_keys(card: &TracedCard) -> String {
    let keys = card.chip_keys.iter().map(|key| {
        let suite = match key.cipher {
            1 => "3des",
            3 => "aes-192",
            4 => "aes-256",
            _ => "aes-128",
        };
        let parameters = match key.elliptic {
            true => curve(key.bits),
            false => u8::from(key.bits > 1024),
        };
        let id = key.id.map_or_else(String::new, |id| format!(", id = {id}"));
        let explicit = word(key.explicit);
        format!("{{ suite = \"{suite}\", parameters = {parameters}{id}, explicit = {explicit} }}")
    });
    format!("[{}]", keys.collect::<Vec<_>>().join(", "))
}

fn active_authentication(card: &TracedCard, line: &mut impl FnMut(&str, &str)) {
    let Some(key) = &card.active_authentication else {
        line("active_authentication", "\"none\"");
        return;
    };
    if key.elliptic {
        let hash = match key.hash {
            Some(1) => "sha-1",
            Some(2) => "sha-224",
            Some(4) => "sha-384",
            Some(5) => "sha-512",
            _ => "sha-256",
        };
        line("active_authentication", "\"ecdsa\"");
        line("active_authentication_hash", &quoted(hash));
        let parameters = curve(key.bits).to_string();
        line("active_authentication_parameters", &parameters);
        line("active_authentication_der", word(key.der));
    } else {
        line("active_authentication", "\"rsa-2048\"");
        line("active_authentication_bits", &key.bits.to_string());
    }
}

/// A curve of that many bits: lengths and commands are those of any other.
fn curve(bits: u32) -> u8 {
    match bits {
        0..=192 => 9,
        193..=224 => 11,
        257..=320 => 14,
        321..=384 => 16,
        385..=512 => 17,
        513.. => 18,
        225..=256 => 13,
    }
}

/// Of a contactless card: 3B 8n 80 01, historical bytes, check byte. PC/SC part 3 §3.1.3.2.3.
fn historical_bytes(trace: &CardTrace) -> &str {
    let atr = hexadecimal(Some(&trace.answer_to_reset)).unwrap_or_default();
    let rest = atr
        .strip_prefix("3B8")
        .and_then(|rest| rest.get(1..)?.strip_prefix("8001"));
    rest.and_then(|rest| rest.get(..rest.len().checked_sub(2)?))
        .unwrap_or_default()
}

fn hexadecimal(text: Option<&str>) -> Option<&str> {
    text.filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn word(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}
