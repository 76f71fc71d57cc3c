//! The devices that took a file's images, held against the list that was the newest when they took them.
//!
//! Nothing is refused for it: a terminal without a network works for days by the list that it has, and a citizen's file
//! must not be lost over a list that it could not know. Whoever decides is told.

use dossier::{
    api::{Finding, FindingKind},
    devices::{DeviceIdentity, DeviceKind, DeviceList, Origin, Purpose, Refusal as Refused},
    dossier::Sealed,
    receipt::ReceiptPublicKey,
};
use rules::profile::Intended;
use time::OffsetDateTime;

use crate::{
    backend::Parts,
    refusal::Refusal,
    store::{Connection, device_lists},
};

/// Every doubt about the devices of portrait and fingers, each once.
pub(super) async fn doubts(
    (parts, connection): (&Parts, &mut Connection),
    sealed: &Sealed,
    intended: Intended,
    now: OffsetDateTime,
) -> Result<Vec<Finding>, Refusal> {
    let key = parts.receipt_key.public();
    let key = key.map_err(|cause| Refusal::internal("receipt key", &cause))?;
    let mut lists = Lists { key, read: None };
    let mut doubts = Vec::new();
    for (kind, device, at) in taken_by(sealed) {
        // Of a time to come there is no list.
        let at = at.min(now);
        let list = lists.newest_at(connection, at).await?;
        if let Some(doubt) = doubt(list, (kind, device), intended, at)
            && !doubts.contains(&doubt)
        {
            doubts.push(doubt);
        }
    }
    Ok(doubts)
}

/// What took an image, which device it was, and when.
fn taken_by(
    sealed: &Sealed,
) -> impl Iterator<Item = (DeviceKind, Option<&DeviceIdentity>, OffsetDateTime)> {
    let portrait = &sealed.portrait;
    let camera = (
        DeviceKind::Camera,
        portrait.device.as_deref(),
        portrait.captured_at,
    );
    let sensors = sealed.fingerprints.iter().map(|finger| {
        let device = finger.device.as_deref();
        (DeviceKind::Fingerprint, device, finger.captured_at)
    });
    std::iter::once(camera).chain(sensors)
}

fn doubt(
    list: Option<&DeviceList>,
    (kind, device): (DeviceKind, Option<&DeviceIdentity>),
    intended: Intended,
    at: OffsetDateTime,
) -> Option<Finding> {
    let about = |doubt| {
        Some(Finding {
            reason: Some(kind.word().to_owned()),
            ..Finding::plain(doubt)
        })
    };
    // Another kind of device takes no such image.
    let Some(device) = device.filter(|device| device.kind == kind) else {
        return about(FindingKind::DeviceNotStated);
    };
    if device.origin == Origin::Simulated && intended == Intended::Registration {
        return about(FindingKind::DeviceSimulated);
    }
    let in_force = list.and_then(|list| list.in_force(at, at).ok());
    let Some(list) = in_force else {
        return Some(Finding::plain(FindingKind::DevicesNotCompared));
    };
    match list.admit(device, Purpose::Enrol) {
        Ok(()) => None,
        Err(Refused::Blocked(_)) => about(FindingKind::DeviceBlocked),
        Err(Refused::Simulator) => about(FindingKind::DeviceSimulated),
        Err(
            Refused::Unknown
            | Refused::Firmware
            | Refused::Certificate
            | Refused::Purpose
            | Refused::NoList
            | Refused::ListExpired
            | Refused::ListStale,
        ) => about(FindingKind::DeviceNotListed),
    }
}

/// The list that was read last: most files need one.
struct Lists {
    key: ReceiptPublicKey,
    read: Option<(i64, DeviceList)>,
}

impl Lists {
    async fn newest_at(
        &mut self,
        connection: &mut Connection,
        at: OffsetDateTime,
    ) -> Result<Option<&DeviceList>, Refusal> {
        let Some(signed) = device_lists::newest_at(connection, at).await? else {
            return Ok(None);
        };
        if self.read.as_ref().map(|(version, _)| *version) != Some(signed.version) {
            let list = DeviceList::open(&signed.jws, &self.key)
                .map_err(|cause| Refusal::internal("list of devices", &cause))?;
            self.read = Some((signed.version, list));
        }
        Ok(self.read.as_ref().map(|(_, list)| list))
    }
}
