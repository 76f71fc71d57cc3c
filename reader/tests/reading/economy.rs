//! How few commands a whole reading takes, with PACE, chip and active authentication.

use std::cell::Cell;

use card_twin::profile::Profile;
use reader::channel::{ChannelError, Metered};
use reader::read_out::ReadOut;
use reader::reading::{ReadAids, ReaderProfile, read_with};
use reader::verdict::Verdict;

use crate::desk::{can, card_with, counting, profile, verdict};

fn commands(profile: &Profile, aids: &mut ReadAids) -> (u32, ReadOut) {
    let mut card = card_with(profile, &[]);
    let exchanges = Cell::new(0);
    let channel = |command: &[u8]| Ok::<_, ChannelError>(card.transmit(command));
    let metered = Metered::new(channel, |_| exchanges.set(exchanges.get() + 1));
    let request = can("000018");
    let out = read_with(metered, &request, aids, &mut counting(), &mut |_| ()).unwrap();
    assert_eq!(verdict(&out).0, Verdict::Genuine);
    (exchanges.get(), out)
}

#[test]
fn extended_length_takes_at_most_20_commands_or_30_with_a_small_buffer() {
    for (buffer, most) in [(65_535, 20), (1920, 30)] {
        let profile = profile().with_buffers(buffer, buffer);
        let mut aids = ReadAids::default();
        let (first, out) = commands(&profile, &mut aids);
        let (second, _) = commands(&profile, &mut aids);
        let bytes: usize = out.files.iter().map(|(_, bytes)| bytes.len()).sum();
        println!("{buffer}: {first}, then {second} commands for {bytes} bytes");
        assert!(first <= most, "{first} with {buffer}");
        assert_eq!(second, first - 1, "EF.ATR/INFO is not asked again");
    }
}

#[test]
fn short_length_takes_at_most_112_commands() {
    let card = card_with(&profile(), &[]);
    let mut aids = ReadAids {
        profile: ReaderProfile::for_answer_to_reset(card.atr()),
        ..ReadAids::default()
    };
    let (count, out) = commands(&profile(), &mut aids);
    let bytes: usize = out.files.iter().map(|(_, bytes)| bytes.len()).sum();
    for (file, bytes) in out.files.iter() {
        println!("{}: {} bytes", file.name(), bytes.len());
    }
    println!("{count} commands for {bytes} bytes");
    assert!(count <= 112, "{count}");
}
