//! Portrait and fingers of a submission, decoded, measured and held against what the terminal states of them.

use std::{sync::Arc, thread};

use dossier::{
    api::Finding,
    dossier::Sealed,
    fingers::{self, FingerDoubt},
    portrait::{PortraitDoubt, Rechecker},
};
use rules::profile::FingerRules;
use tokio::sync::oneshot;

use crate::{opened::Opened, refusal::Refusal};

/// Whoever waits for an answer has the processor first.
const NICE: i32 = 19;

/// Looks on a thread of its own. An image that is too much for a decoder is one that cannot be read.
pub(super) async fn look(opened: Arc<Opened>, rules: FingerRules) -> Result<Vec<Finding>, Refusal> {
    let (answer, heard) = oneshot::channel();
    let work = move || {
        // Refused, it is merely less polite.
        let _ = rustix::process::nice(NICE);
        // Nobody listens any more when the backend ends; the case is looked at after its next start.
        let _ = answer.send(found(opened.sealed(), &rules));
    };
    thread::Builder::new()
        .name("images".to_owned())
        .spawn(work)
        .map_err(|cause| Refusal::internal("images", &cause))?;
    heard.await.unwrap_or_else(|_| Ok(unreadable()))
}

fn found(sealed: &Sealed, rules: &FingerRules) -> Result<Vec<Finding>, Refusal> {
    let mut again = Rechecker::new().map_err(|why| Refusal::internal("face detector", &why))?;
    let portrait = again.doubts(&sealed.portrait).into_iter();
    let fingers = fingers::doubts(&sealed.fingerprints, rules).into_iter();
    Ok(fingers
        .map(|doubt| Finding::plain(doubt.into()))
        .chain(portrait.map(|doubt| Finding::plain(doubt.into())))
        .collect())
}

fn unreadable() -> Vec<Finding> {
    vec![
        Finding::plain(FingerDoubt::Unreadable.into()),
        Finding::plain(PortraitDoubt::FrameUnreadable.into()),
    ]
}
