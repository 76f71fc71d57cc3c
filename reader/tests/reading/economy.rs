//! How few commands a whole reading takes, with PACE, chip and active authentication.

use std::cell::Cell;

use card_twin::profile::Profile;
use reader::channel::{ChannelError, Metered};
use reader::files::DataGroupNumber;
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

/// A picture of the usual size: the card's own, cut; the reader does not look inside.
fn with_usual_portrait(profile: Profile) -> Profile {
    let card = card_with(&profile, &[]);
    let face = card.file(0x0102).unwrap();
    let begin = face
        .windows(3)
        .position(|at| at == [0xFF, 0xD8, 0xFF])
        .unwrap();
    let picture = face[begin..begin + 17_900].to_vec();
    profile.with_portrait(picture)
}

/// Commands that protocol and block size ask for: EF.CardAccess, five of PACE, SELECT, two of chip and
/// one of active authentication, and every file in whole blocks.
fn least(out: &ReadOut, block: usize) -> u32 {
    let files = out
        .files
        .iter()
        .filter(|(file, _)| !file.is_of_master_file());
    let blocks: usize = files.map(|(_, bytes)| bytes.len().div_ceil(block)).sum();
    1 + 5 + 1 + 2 + 1 + u32::try_from(blocks).unwrap()
}

#[test]
fn short_length_takes_at_most_112_commands_and_never_one_too_many() {
    for profile in [profile(), with_usual_portrait(profile())] {
        let card = card_with(&profile, &[]);
        let mut aids = ReadAids {
            profile: ReaderProfile::for_answer_to_reset(card.atr()),
            ..ReadAids::default()
        };
        let (count, out) = commands(&profile, &mut aids);
        let face = out.files.data_group(DataGroupNumber::FACE).unwrap().len();
        println!("{count} short commands with a portrait of {face} bytes");
        assert_eq!(
            count,
            least(&out, 223),
            "not one more than the protocols ask for"
        );
        assert!(face > 18_200 || count <= 112, "{count}");
    }
}

#[test]
fn extended_length_takes_not_one_too_many_either() {
    let profile = with_usual_portrait(profile()).with_buffers(1920, 1920);
    let mut aids = ReadAids::default();
    let (first, out) = commands(&profile, &mut aids);
    assert_eq!(first, least(&out, 1887) + 1, "and EF.ATR/INFO");
}
