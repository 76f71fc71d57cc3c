//! The worker that has the operator's model compare two portraits.

use std::sync::mpsc::Receiver;

use reader::lds::dg2;
use ui::event::{Event, SessionId};
use zeroize::Zeroizing;

use super::Outlet;
use crate::face_model::{FaceModel, Portraits};

pub(super) struct FacesJob {
    pub(super) session: SessionId,
    /// DG2, as read.
    pub(super) chip: Vec<u8>,
    /// The counter's frame, an image file.
    pub(super) live: Zeroizing<Vec<u8>>,
}

pub(super) struct FacesWorker {
    pub(super) model: FaceModel,
    pub(super) outlet: Outlet,
}

impl FacesWorker {
    pub(super) fn run(self, inbox: &Receiver<FacesJob>) {
        for job in inbox {
            // A file that holds no portrait ends as a portrait without a face.
            let chip = dg2::parse(&job.chip).map(|face| face.image.clone());
            let comparison = self.model.compare(&Portraits {
                chip: Zeroizing::new(chip.unwrap_or_default()),
                live: job.live,
            });
            self.outlet.send(Event::FacesCompared {
                session: job.session,
                comparison: Box::new(comparison),
            });
        }
    }
}
