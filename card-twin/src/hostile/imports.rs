//! Files that an operator would load into the trust store, and what must come of it: one that is refused
//! changes nothing. ICAO Doc 9303-12 §7.1.4, §9, §10, BSI TR-03129-2 §7.

use std::path::{Path, PathBuf};

use openssl::nid::Nid;
use time::macros::datetime;

use super::base::{Base, authority};
use super::certificate::{Authority, basic_constraints, name};
use super::lists::{self, DEFECTS, DEVIATIONS, Kind, ListSigner, MASTER};
use super::revocation::{self, CURRENT, LINK};
use super::security_object::{SecurityObject, Signers};
use super::write::EXPECT;
use crate::Result;
use crate::random::{self, Random};

/// Serial number of every signer of lists.
const LIST_SIGNER: u8 = 0x20;

/// One import.
#[derive(Clone)]
pub struct ImportCase {
    /// Name of its folder.
    pub name: &'static str,
    /// What is wrong.
    pub what: &'static str,
    /// Files that are in the store before.
    pub store: Vec<(&'static str, Vec<u8>)>,
    /// The file that is loaded.
    pub file: (&'static str, Vec<u8>),
    /// Code of the refusal; nothing when it is taken.
    pub refusal: Option<&'static str>,
    /// The one rule that catches it, as in [`super::Expect`].
    pub rule: &'static str,
}

impl ImportCase {
    /// Theme of all of them.
    pub const THEME: &'static str = "imports";

    pub(super) fn files(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = Path::new(Self::THEME).join(self.name);
        let ends = match self.refusal {
            Some(code) => format!("import: refused\ncode: {code}"),
            None => "import: accepted".into(),
        };
        let expect = format!("# {}\n{ends}\nrule: {}\n", self.what, self.rule);
        let mut files = vec![
            (folder.join(EXPECT), expect.into_bytes()),
            (folder.join("import").join(self.file.0), self.file.1.clone()),
        ];
        for (name, bytes) in &self.store {
            files.push((folder.join("store").join(name), bytes.clone()));
        }
        files
    }
}

pub(super) fn cases(base: &Base, seed: u64) -> Result<Vec<ImportCase>> {
    let mut maker = Maker {
        base,
        random: random::seeded(seed ^ 0x696D_706F_7274),
        cases: Vec::new(),
    };
    accepted(&mut maker)?;
    unsigned(&mut maker)?;
    altered(&mut maker)?;
    signers(&mut maker)?;
    older(&mut maker)?;
    revocation_lists(&mut maker)?;
    states(&mut maker)?;
    revoked(&mut maker)?;
    Ok(maker.cases)
}

struct Maker<'a> {
    base: &'a Base,
    random: Random,
    cases: Vec<ImportCase>,
}

impl Maker<'_> {
    /// A file beside the pinned CSCA.
    fn add(
        &mut self,
        (name, what): (&'static str, &'static str),
        file: (&'static str, Vec<u8>),
        refusal: Option<&'static str>,
        rule: &'static str,
    ) {
        self.cases.push(ImportCase {
            name,
            what,
            store: vec![("csca.cer", self.base.authority.der.clone())],
            file,
            refusal,
            rule,
        });
    }

    /// A master list with the deck's CSCA and another.
    fn content(&mut self) -> Result<Vec<u8>> {
        let other = authority("LA", "CSCA LA", Nid::BRAINPOOL_P256R1, &mut self.random)?;
        Ok(lists::certificates(&[&self.base.authority.der, &other.der]))
    }

    /// A master list whose SignedData is changed.
    fn changed(&mut self, change: impl FnOnce(&mut SecurityObject<'_>)) -> Result<Vec<u8>> {
        let content = self.content()?;
        let own = &self.base.authority;
        let signer = ListSigner::of(own, "VN", MASTER, &mut self.random)?;
        signer.sign_changed(own, MASTER, content, &mut self.random, change)
    }

    /// A list of a kind under a signer that is changed.
    fn by(
        &mut self,
        issuer: &Authority,
        (signed_for, kind): (Kind, Kind),
        content: Vec<u8>,
        change: impl FnOnce(&mut ListSigner),
    ) -> Result<Vec<u8>> {
        let mut signer = ListSigner::of(issuer, "VN", signed_for, &mut self.random)?;
        change(&mut signer);
        signer.sign(issuer, kind, content, &mut self.random)
    }
}

fn accepted(maker: &mut Maker<'_>) -> Result<()> {
    let list = maker.changed(|_| {})?;
    let what = "a master list of a signer under the pinned CSCA";
    maker.add(("master-list", what), ("list.ml", list), None, "none");
    let own = &maker.base.authority;
    let content = lists::defects(&[lists::tolerance("VN", &[], true)]);
    let list = maker.by(own, (DEFECTS, DEFECTS), content, |_| {})?;
    let what = "a defect list of a signer under the pinned CSCA";
    maker.add(("defect-list", what), ("list.dl", list), None, "none");
    let content = lists::deviation(&[], &[2, 4], None);
    let list = maker.by(own, (DEVIATIONS, DEVIATIONS), content, |_| {})?;
    let what = "a deviation list of a signer under the pinned CSCA";
    maker.add(("deviation-list", what), ("list.dvl", list), None, "none");
    Ok(())
}

fn unsigned(maker: &mut Maker<'_>) -> Result<()> {
    let bare = maker.content()?;
    let what = "a master list without the envelope that would sign it";
    let unsigned = Some("list_unsigned");
    maker.add(("a30-bare", what), ("list.ml", bare), unsigned, "structure");
    let list = maker.changed(|object| object.signers = Signers::None)?;
    let what = "a master list without a SignerInfo";
    maker.add(
        ("a30-no-signer", what),
        ("list.ml", list),
        unsigned,
        "structure",
    );
    let other = authority("LA", "CSCA LA", Nid::BRAINPOOL_P256R1, &mut maker.random)?;
    let both = [&maker.base.authority.der, &other.der].map(|der| pem(der));
    let what = "two certificates in one file that nobody signed";
    maker.add(
        ("a31-unsigned-collection", what),
        ("several.pem", both.concat().into_bytes()),
        Some("unsigned_collection"),
        "structure",
    );
    Ok(())
}

fn altered(maker: &mut Maker<'_>) -> Result<()> {
    let invalid = Some("list_signature_invalid");
    let list = maker.changed(|object| object.attributes.digest = Some(vec![7; 32]))?;
    let what = "a master list whose messageDigest is another content's";
    let rule = "cms.message-digest";
    maker.add(("a30-digest", what), ("list.ml", list), invalid, rule);
    let list = maker.changed(|object| object.spoiled = true)?;
    let what = "a master list whose signature is wrong";
    maker.add(
        ("a30-signature", what),
        ("list.ml", list),
        invalid,
        "cms.signature",
    );
    let inserted = authority(
        "VN",
        "CSCA INSERTED",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let own = maker.base.authority.der.clone();
    let list = maker.changed(|object| {
        let signed = openssl::sha::sha256(&object.content);
        object.attributes.digest = Some(signed.to_vec());
        object.content = lists::certificates(&[&own, &inserted.der]);
    })?;
    let what = "a master list with a certificate inserted after signing";
    maker.add(("a31-inserted", what), ("list.ml", list), invalid, rule);
    let list = maker.changed(|object| object.attributes.times = 0)?;
    let what = "a master list that does not say when it was signed";
    let undated = Some("list_undated");
    maker.add(
        ("a30-undated", what),
        ("list.ml", list),
        undated,
        "list.dated",
    );
    Ok(())
}

fn signers(maker: &mut Maker<'_>) -> Result<()> {
    let base = maker.base;
    let unfit = Some("list_signer_unfit");
    let stranger = authority(
        "VN",
        "CSCA ELSEWHERE",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let content = maker.content()?;
    let list = maker.by(&stranger, (MASTER, MASTER), content.clone(), |_| {})?;
    let what = "a master list whose signer is not under the pinned CSCA";
    let unknown = Some("list_signer_unknown");
    maker.add(
        ("a30-unpinned", what),
        ("list.ml", list),
        unknown,
        "list.pinned",
    );

    let own = &base.authority;
    let list = maker.by(own, (MASTER, MASTER), content.clone(), |signer| {
        signer.request.extensions.pop();
    })?;
    let what = "a master list whose signer has no extended key usage";
    maker.add(
        ("a30-no-purpose", what),
        ("list.ml", list),
        unfit,
        "list.purpose",
    );
    let list = maker.by(own, (DEFECTS, MASTER), content.clone(), |_| {})?;
    let what = "a master list by a signer of defect lists";
    maker.add(
        ("a30-other-purpose", what),
        ("list.ml", list),
        unfit,
        "list.purpose",
    );
    let list = maker.by(own, (MASTER, MASTER), content.clone(), |signer| {
        signer.request.extensions.push(basic_constraints(true));
    })?;
    let what = "a master list whose signer is marked as a CA";
    maker.add(
        ("a30-signed-by-a-ca", what),
        ("list.ml", list),
        unfit,
        "list.no-ca",
    );
    let list = maker.by(own, (MASTER, MASTER), content, |signer| {
        signer.request.to = "20210401000000Z";
    })?;
    let what = "a master list whose signer's certificate had ended";
    let ended = Some("list_signer_not_valid_then");
    maker.add(
        ("a30-signer-ended", what),
        ("list.ml", list),
        ended,
        "list.signer-valid",
    );

    let content = lists::defects(&[lists::tolerance("VN", &[], true)]);
    let list = maker.by(own, (MASTER, DEFECTS), content, |_| {})?;
    let what = "a defect list by a signer of master lists";
    maker.add(
        ("defect-list-other-purpose", what),
        ("list.dl", list),
        unfit,
        "list.purpose",
    );
    let utopia = authority(
        "UT",
        "CSCA UTOPIA",
        Nid::BRAINPOOL_P256R1,
        &mut maker.random,
    )?;
    let content = lists::deviation(&[], &[2, 3], None);
    let list = maker.by(&utopia, (DEVIATIONS, DEVIATIONS), content, |_| {})?;
    let what = "a deviation list whose signer names Vietnam and is another state's";
    maker.add(
        ("deviation-list-of-two-states", what),
        ("list.dvl", list),
        unfit,
        "list.one-state",
    );
    if let Some(case) = maker.cases.last_mut() {
        case.store.push(("utopia.cer", utopia.der));
    }
    Ok(())
}

fn older(maker: &mut Maker<'_>) -> Result<()> {
    let newer = maker.changed(|_| {})?;
    let list = maker.changed(|object| object.signed_at = datetime!(2021-03-01 02:00 UTC))?;
    let what = "a master list older than the one in the store";
    let refused = Some("list_older");
    maker.add(
        ("a30-older", what),
        ("older.ml", list),
        refused,
        "list.newest",
    );
    if let Some(case) = maker.cases.last_mut() {
        case.store.push(("newer.ml", newer));
    }
    Ok(())
}

fn revocation_lists(maker: &mut Maker<'_>) -> Result<()> {
    let own = &maker.base.authority;
    let before = ("20261001000000Z", "20270101000000Z");
    let stranger = authority(
        "VN",
        "CSCA ELSEWHERE",
        Nid::BRAINPOOL_P384R1,
        &mut maker.random,
    )?;
    let list = revocation::list(own, &own.key, CURRENT, 9, &mut maker.random)?;
    let what = "a revocation list of the pinned CSCA";
    maker.add(
        ("revocation-list", what),
        ("csca.crl", list.clone()),
        None,
        "none",
    );
    let forged = revocation::list(own, &stranger.key, CURRENT, 9, &mut maker.random)?;
    let what = "a revocation list that another key signed";
    let invalid = Some("crl_signature_invalid");
    maker.add(
        ("a25-forged-list", what),
        ("csca.crl", forged),
        invalid,
        "crl.signature",
    );
    let foreign = revocation::list(&stranger, &stranger.key, CURRENT, 9, &mut maker.random)?;
    let what = "a revocation list of a CSCA that nobody loaded";
    let unknown = Some("crl_issuer_unknown");
    maker.add(
        ("a25-unknown-issuer", what),
        ("other.crl", foreign),
        unknown,
        "structure",
    );
    let older = revocation::list(own, &own.key, before, 9, &mut maker.random)?;
    let what = "a revocation list older than the one in the store";
    maker.add(
        ("a25-older-list", what),
        ("older.crl", older),
        Some("crl_older"),
        "crl.newest",
    );
    if let Some(case) = maker.cases.last_mut() {
        case.store.push(("newer.crl", list));
    }
    Ok(())
}

/// Defect lists and the state whose documents they may speak of.
fn states(maker: &mut Maker<'_>) -> Result<()> {
    let curve = Nid::BRAINPOOL_P256R1;
    let utopia = authority("UT", "CSCA UTOPIA", curve, &mut maker.random)?;
    let content = lists::defects(&[lists::tolerance("VN", &[], true)]);
    let list = maker.by(&utopia, (DEFECTS, DEFECTS), content.clone(), |_| {})?;
    let what = "a defect list whose signer names Vietnam and is another state's";
    let unfit = Some("list_signer_unfit");
    maker.add(
        ("defect-list-of-two-states", what),
        ("list.dl", list),
        unfit,
        "list.one-state",
    );
    let list = maker.by(&utopia, (DEFECTS, DEFECTS), content, |signer| {
        signer.request.subject = name("UT", "List Signer UTOPIA");
    })?;
    let what = "another state's defect list about Vietnam's documents: believed, and of no effect";
    maker.add(
        ("defect-list-of-others", what),
        ("list.dl", list),
        None,
        "none",
    );
    for case in maker.cases.iter_mut().rev().take(2) {
        case.store.push(("utopia.cer", utopia.der.clone()));
    }
    Ok(())
}

/// Lists that a revoked signer signed, or one whose issuer is revoked.
fn revoked(maker: &mut Maker<'_>) -> Result<()> {
    let own = &maker.base.authority;
    let (new, link) = revocation::successor(own, &mut maker.random)?;
    let of_link = revocation::list(own, &own.key, CURRENT, LINK, &mut maker.random)?;
    let of_signer = revocation::list(own, &own.key, CURRENT, LIST_SIGNER, &mut maker.random)?;
    let refused = Some("list_signer_revoked");
    let master = maker.content()?;
    let list = maker.by(own, (MASTER, MASTER), master.clone(), |_| {})?;
    let what = "a master list whose signer is on the revocation list of the pinned CSCA";
    let rule = "list.not-revoked";
    maker.add(
        ("a30-signer-revoked", what),
        ("list.ml", list),
        refused,
        rule,
    );
    let content = lists::defects(&[lists::tolerance("VN", &[], true)]);
    let list = maker.by(own, (DEFECTS, DEFECTS), content, |_| {})?;
    let what = "a defect list whose signer is on the revocation list of the pinned CSCA";
    maker.add(
        ("defect-list-signer-revoked", what),
        ("list.dl", list),
        refused,
        rule,
    );
    for case in maker.cases.iter_mut().rev().take(2) {
        case.store.push(("csca.crl", of_signer.clone()));
    }
    let list = maker.by(&new, (MASTER, MASTER), master, |_| {})?;
    let what = "a master list whose signer the key behind a revoked link issued";
    maker.add(
        ("a30-signers-issuer-revoked", what),
        ("list.ml", list),
        refused,
        rule,
    );
    let list = revocation::list(&new, &new.key, CURRENT, 9, &mut maker.random)?;
    let what = "a revocation list that the key behind a revoked link signed";
    maker.add(
        ("a24-list-behind-revoked-link", what),
        ("new.crl", list),
        Some("crl_issuer_revoked"),
        "crl.issuer-not-revoked",
    );
    for case in maker.cases.iter_mut().rev().take(2) {
        case.store.push(("csca.crl", of_link.clone()));
        case.store.push(("link.cer", link.clone()));
    }
    Ok(())
}

fn pem(certificate: &[u8]) -> String {
    let text = openssl::base64::encode_block(certificate).replace('\n', "");
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .filter_map(|line| std::str::from_utf8(line).ok())
        .collect();
    format!(
        "-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n",
        lines.join("\n")
    )
}
