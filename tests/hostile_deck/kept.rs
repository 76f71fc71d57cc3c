//! What is kept is what the seed gives.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use card_twin::hostile::{Deck, SEED};
use test_vectors::hostile;

/// Room for the whole deck: it is checked out with the sources.
const MAX_BYTES: usize = 2_500_000;

#[test]
fn the_kept_deck_is_the_one_that_its_seed_gives() {
    let made: BTreeMap<PathBuf, Vec<u8>> =
        Deck::new(SEED).expect("deck").files().into_iter().collect();
    let mut kept = BTreeMap::new();
    collect(&hostile::folder(), &hostile::folder(), &mut kept);
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        names(&made),
        names(&kept),
        "`cccd-twin hostile --out DIR` writes the deck"
    );
    for (path, bytes) in made {
        assert!(
            kept.get(&path) == Some(&bytes),
            "{} is another",
            path.display()
        );
    }
    let bytes: usize = kept.values().map(Vec::len).sum();
    assert!(bytes <= MAX_BYTES, "{bytes} bytes");
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).expect("folder of the deck") {
        let path = entry.expect("entry").path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_owned();
            files.insert(name, fs::read(&path).expect("file of the deck"));
        }
    }
}
