//! The store on disk: imports that are all or nothing, provenance, damage, removal, reloading.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use card_twin::pki::TestPki;
use card_twin::pki::lists::{ListRequest, MASTER_LIST, MASTER_LIST_SIGNING, certificate_list};
use openssl::x509::X509Ref;
use reader::trust::{
    Loaded, RevocationPolicy, Role, Route, Sha1Policy, Tolerance, TrustRefusal,
    certificate_fingerprint,
};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use trust_store::index::Policy;
use trust_store::loaded::FileFailure;
use trust_store::{LiveTrust, NewFile, Origin, Store, StoreError, load};

const NOW: OffsetDateTime = datetime!(2026-11-20 03:00 UTC);

fn pki() -> &'static TestPki {
    static PKI: OnceLock<TestPki> = OnceLock::new();
    PKI.get_or_init(|| TestPki::mint(NOW).unwrap())
}

fn file(name: &str, bytes: impl Into<Vec<u8>>) -> NewFile {
    NewFile {
        name: name.into(),
        bytes: bytes.into(),
        ..NewFile::default()
    }
}

fn csca() -> NewFile {
    file("csca.cer", pki().csca().to_der().unwrap())
}

fn master_list(certificates: &[&X509Ref], at: OffsetDateTime) -> NewFile {
    let content = certificate_list(certificates).unwrap();
    let request = ListRequest {
        content_type: MASTER_LIST,
        content: &content,
        purpose: MASTER_LIST_SIGNING,
        at,
    };
    file("list.ml", pki().sign_list(&request).unwrap())
}

fn crl(from: i64, revoked: &[Vec<u8>]) -> NewFile {
    let moments = (NOW + Duration::days(from), NOW + Duration::days(from + 30));
    file("csca.crl", pki().revocation_list(moments, revoked).unwrap())
}

/// Every file of a folder with its bytes: what an import that fails must leave alone.
fn snapshot(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder.join("store"))
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            (path.display().to_string(), fs::read(&path).unwrap())
        })
        .collect();
    files.sort();
    files
}

fn refused(result: Result<trust_store::Imported, StoreError>) -> Vec<(String, TrustRefusal)> {
    match result {
        Err(StoreError::Refused(files)) => files
            .into_iter()
            .map(|one| (one.name, one.refusal))
            .collect(),
        Err(other) => panic!("{other}"),
        Ok(_) => panic!("imported"),
    }
}

#[test]
fn an_import_keeps_who_when_and_from_where() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    let list = master_list(&[pki().successor().unwrap().0], NOW);
    let imported = store.import(vec![list, csca()], "nguyen", NOW).unwrap();
    assert!(matches!(
        imported.files[0].1,
        Some(Loaded::List { entries: 1, .. })
    ));
    assert!(matches!(
        imported.files[1].1,
        Some(Loaded::Certificates { .. })
    ));
    let loaded = load(folder.path()).unwrap();
    let anchors: Vec<_> = loaded.trust.anchors().collect();
    assert_eq!(anchors.len(), 2);
    for anchor in &anchors {
        assert_eq!(anchor.provenance().since, Some(NOW));
        assert_eq!(anchor.provenance().loaded_by.as_deref(), Some("nguyen"));
    }
    assert_eq!(anchors[0].provenance().route, Route::Single);
    assert_eq!(anchors[1].provenance().file, "list.ml");
    assert!(matches!(
        anchors[1].provenance().route,
        Route::MasterList { .. }
    ));
    assert!(
        loaded
            .files
            .iter()
            .all(|one| matches!(&one.origin, Origin::Store(_)))
    );

    let again = store
        .import(vec![csca()], "tran", NOW + Duration::days(1))
        .unwrap();
    assert_eq!(
        again.files,
        [("csca.cer".to_owned(), None)],
        "known already"
    );
    assert_eq!(
        store.index().unwrap().files[1].loaded_by,
        "nguyen",
        "the first to load it"
    );
}

#[test]
fn one_refused_file_leaves_the_old_store_untouched() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    store
        .import(vec![csca(), crl(-1, &[])], "nguyen", NOW)
        .unwrap();
    let before = snapshot(folder.path());
    let other = TestPki::mint(NOW).unwrap();
    let mut altered = crl(0, &[]);
    *altered.bytes.last_mut().unwrap() ^= 1;
    let mut wrong_pin = file("other.cer", other.csca().to_der().unwrap());
    wrong_pin.fingerprint = Some([7; 32]);
    let bare = certificate_list(&[pki().csca()]).unwrap();
    let good = || master_list(&[pki().successor().unwrap().0], NOW);
    for (bad, expected) in [
        (
            file("foreign.ml", other.lists().unwrap().1),
            TrustRefusal::ListSignerUnknown,
        ),
        (file("bare.ml", bare), TrustRefusal::ListUnsigned),
        (altered, TrustRefusal::CrlSignatureInvalid),
        (crl(-9, &[]), TrustRefusal::CrlOlder),
        (wrong_pin, TrustRefusal::FingerprintDiffers),
        (file("notes.txt", *b"hello"), TrustRefusal::Unrecognised),
    ] {
        let name = bad.name.clone();
        let result = refused(store.import(vec![good(), bad], "nguyen", NOW));
        assert_eq!(result, [(name, expected)]);
        assert_eq!(
            snapshot(folder.path()),
            before,
            "{expected:?} changed something"
        );
    }
}

#[test]
fn newer_lists_replace_older_ones_and_never_the_other_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    let older = || master_list(&[pki().csca()], NOW - Duration::days(9));
    let newer = master_list(&[pki().csca(), pki().successor().unwrap().0], NOW);
    store
        .import(vec![csca(), older(), crl(-9, &[])], "nguyen", NOW)
        .unwrap();
    let imported = store
        .import(vec![newer, crl(-1, &[])], "nguyen", NOW)
        .unwrap();
    assert_eq!(imported.replaced.len(), 2);
    let index = store.index().unwrap();
    assert_eq!(index.files.len(), 3);
    assert_eq!(
        snapshot(folder.path()).len(),
        3 + 2,
        "files, index and lock"
    );
    let result = refused(store.import(vec![older()], "nguyen", NOW));
    assert_eq!(result, [("list.ml".to_owned(), TrustRefusal::ListOlder)]);
    assert_eq!(store.index().unwrap(), index);
}

#[test]
fn a_fingerprint_pins_and_a_tolerance_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    let mut pinned = csca();
    pinned.fingerprint = certificate_fingerprint(&pinned.bytes);
    pinned.tolerated = vec![Tolerance::NoPathLength];
    store.import(vec![pinned], "nguyen", NOW).unwrap();
    assert_eq!(
        store.index().unwrap().files[0].tolerated,
        [Tolerance::NoPathLength]
    );
}

#[test]
fn files_of_the_folder_count_as_they_always_did() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).unwrap();
    let (empty, list) = pki().lists().unwrap();
    let (next, link) = pki().successor().unwrap();
    put("list.ml", list);
    put("csca.crl", empty);
    put("notes.txt", b"not looked at");
    let without = load(folder.path()).unwrap();
    assert!(
        without.trust.is_empty(),
        "a list counts under a certificate of its folder only"
    );
    put("csca.cer", &pki().csca().to_der().unwrap());
    let two = [next.to_pem().unwrap(), link.to_pem().unwrap()].concat();
    put("more.pem", &two);
    let loaded = load(folder.path()).unwrap();
    assert_eq!(loaded.files.len(), 4);
    assert!(loaded.files.iter().all(|one| one.result.is_ok()));
    assert_eq!(loaded.trust.anchors().count(), 2);
    assert_eq!(loaded.trust.revocation_lists().count(), 1);
    let roles: Vec<_> = loaded
        .trust
        .certificates()
        .map(|one| one.standing().unwrap().0)
        .collect();
    assert_eq!(roles, [Role::Anchor, Role::Anchor, Role::Link]);
}

#[test]
fn no_change_of_the_index_makes_an_anchor() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    let list = master_list(&[pki().successor().unwrap().0], NOW);
    store.import(vec![csca(), list], "nguyen", NOW).unwrap();
    let index = store.index_path();
    let text = fs::read_to_string(&index).unwrap();
    let stored = store.index().unwrap();

    // Other bytes under the old name: the file is damaged, and what it vouched for falls with it.
    let blob = folder.path().join("store").join(&stored.files[0].sha256);
    let other = TestPki::mint(NOW).unwrap();
    fs::write(&blob, other.csca().to_der().unwrap()).unwrap();
    let loaded = load(folder.path()).unwrap();
    assert!(loaded.trust.is_empty());
    let results: Vec<_> = loaded
        .files
        .iter()
        .map(|one| one.result.clone().unwrap_err())
        .collect();
    assert!(results.contains(&FileFailure::Damaged));
    assert!(results.contains(&FileFailure::Refused(TrustRefusal::ListSignerUnknown)));
    let denied = store.import(vec![crl(-1, &[])], "nguyen", NOW);
    assert!(matches!(denied, Err(StoreError::Damaged { .. })));
    fs::write(&blob, pki().csca().to_der().unwrap()).unwrap();

    // A name that would lead out of the store, another format, a word that is no tolerance.
    let outside = text.replace(&stored.files[0].sha256, "../../csca.cer");
    fs::write(&index, outside).unwrap();
    assert!(load(folder.path()).unwrap().trust.is_empty());
    for broken in [
        text.replace("\"version\": 1", "\"version\": 2"),
        text.replace("\"files\"", "\"anchors\""),
        "{".to_owned(),
    ] {
        fs::write(&index, broken).unwrap();
        assert!(matches!(
            load(folder.path()),
            Err(StoreError::IndexMalformed { .. })
        ));
    }
    fs::write(&index, text).unwrap();
    assert_eq!(load(folder.path()).unwrap().trust.anchors().count(), 2);
}

#[test]
fn a_removed_anchor_takes_its_lists_along() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    let list = master_list(&[pki().successor().unwrap().0], NOW);
    store.import(vec![csca(), list], "nguyen", NOW).unwrap();
    assert!(matches!(
        store.remove("nothing"),
        Err(StoreError::NotFound(_))
    ));
    let digest = store.index().unwrap().files[0].sha256.clone();
    assert_eq!(store.remove(&digest[..12]).unwrap().name, "csca.cer");
    let loaded = load(folder.path()).unwrap();
    assert!(loaded.trust.is_empty());
    let refusal = FileFailure::Refused(TrustRefusal::ListSignerUnknown);
    assert_eq!(loaded.files[0].result, Err(refusal));
}

#[test]
fn running_programs_follow_the_files_and_remember_the_time() {
    let folder = tempfile::tempdir().unwrap();
    let memory = folder.path().join("last-seen");
    fs::create_dir(folder.path().join("trust")).unwrap();
    let trust_folder = folder.path().join("trust");
    let live = LiveTrust::open(&trust_folder, &memory).unwrap();
    assert!(live.current(NOW).is_empty());
    assert_eq!(live.loads(), 1, "nothing changed, nothing read");
    let store = Store::of(&trust_folder);
    store.import(vec![csca()], "nguyen", NOW).unwrap();
    assert_eq!(live.current(NOW).anchors().count(), 1);
    let revocation = RevocationPolicy::Required;
    let sha1 = Sha1Policy::Flagged;
    store.demand(Policy { revocation, sha1 }).unwrap();
    assert_eq!(live.current(NOW).policy().sha1, Sha1Policy::Flagged);
    assert_eq!(
        live.current(NOW).policy().revocation,
        RevocationPolicy::Required
    );
    fs::write(
        trust_folder.join("next.cer"),
        pki().successor().unwrap().0.to_der().unwrap(),
    )
    .unwrap();
    assert_eq!(live.current(NOW).anchors().count(), 2);
    assert_eq!(live.loads(), 4);
    // What cannot be read leaves the old in force.
    let text = fs::read(store.index_path()).unwrap();
    fs::write(store.index_path(), b"{").unwrap();
    assert_eq!(live.current(NOW).anchors().count(), 2);
    fs::write(store.index_path(), text).unwrap();

    let later = NOW + Duration::days(3);
    live.current(later);
    let back = live.current(NOW + Duration::days(1)).newest_known_moment();
    assert_eq!(back, Some(later), "the clock was set back");
    let restarted = LiveTrust::open(&trust_folder, &memory).unwrap();
    assert_eq!(restarted.current(NOW).newest_known_moment(), Some(later));
}

#[test]
fn a_key_that_is_revoked_loses_its_list_and_gets_no_other_in() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::of(folder.path());
    let next = TestPki::mint(NOW).unwrap();
    let link = pki().link_to(&next, NOW).unwrap();
    let serial = link.serial_number().to_bn().unwrap().to_vec();
    let of_next = |from: i64| {
        let moments = (NOW + Duration::days(from), NOW + Duration::days(from + 30));
        file("next.crl", next.revocation_list(moments, &[]).unwrap())
    };
    let link = file("link.cer", link.to_der().unwrap());
    store
        .import(vec![csca(), link, of_next(-3)], "nguyen", NOW)
        .unwrap();
    assert_eq!(
        load(folder.path())
            .unwrap()
            .trust
            .revocation_lists()
            .count(),
        1
    );
    store
        .import(vec![crl(-2, &[serial])], "nguyen", NOW)
        .unwrap();
    let loaded = load(folder.path()).unwrap();
    let silent = FileFailure::Refused(TrustRefusal::CrlIssuerRevoked);
    let refused = loaded.files.iter().filter(|file| file.result.is_err());
    let refused: Vec<_> = refused
        .map(|file| (&*file.name, file.result.clone().err()))
        .collect();
    assert_eq!(refused, [("next.crl", Some(silent))]);
    let speaking: Vec<_> = loaded.trust.revocation_lists().collect();
    assert_eq!(speaking.len(), 1);
    assert_eq!(speaking[0].revoked_count(), 1);
    let result = self::refused(store.import(vec![of_next(-1)], "nguyen", NOW));
    assert_eq!(
        result,
        [("next.crl".to_owned(), TrustRefusal::CrlIssuerRevoked)]
    );
}
