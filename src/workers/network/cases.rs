//! The approving officer's requests.

use capture::image::{Limits, RgbaImage, decode};
use capture::portrait::{Face, Print, crop};
use dossier::api::{CaseFile, DecisionRequest, Image};
use ui::event::{CaseView, Event};
use uuid::Uuid;

use super::NetworkWorker;
use crate::backend::{Backend, BackendError};
use crate::problem;

impl NetworkWorker {
    pub(super) fn refresh_queue(&mut self) {
        match self.with_token(Backend::queue) {
            Ok(queue) => self.outlet.send(Event::Queue(queue.entries)),
            Err(error) => self
                .outlet
                .send(Event::DecisionFailed(problem::of_backend(&error))),
        }
    }

    pub(super) fn open_case(
        &mut self,
        claim: impl FnOnce(&Backend, &str) -> Result<CaseFile, BackendError>,
    ) {
        match self.with_token(claim) {
            Ok(file) => self
                .outlet
                .send(Event::CaseOpened(Box::new(case_view(file)))),
            Err(error) => self
                .outlet
                .send(Event::DecisionFailed(problem::of_backend(&error))),
        }
    }

    pub(super) fn ask_sources(&mut self, case: Uuid, fence: u64) {
        match self.with_token(|backend, token| backend.ask_sources(token, case, fence)) {
            Ok(answer) => self.outlet.send(Event::SourcesAnswered(Box::new(answer))),
            Err(error) => self
                .outlet
                .send(Event::DecisionFailed(problem::of_backend(&error))),
        }
    }

    pub(super) fn decide(&mut self, case: Uuid, request: &DecisionRequest) {
        match self.with_token(|backend, token| backend.decide(token, case, request)) {
            Ok(record) => self.outlet.send(Event::DecisionRecorded(Box::new(record))),
            Err(error) => self
                .outlet
                .send(Event::DecisionFailed(problem::of_backend(&error))),
        }
    }
}

fn case_view(file: CaseFile) -> CaseView {
    let image = |image: &Image| decoded(&image.bytes);
    CaseView {
        chip_portrait: file.chip_portrait.as_ref().and_then(image),
        live_portrait: image(&file.live_portrait).map(|frame| face_in(frame, &file)),
        fingerprints: file
            .fingerprints
            .iter()
            .filter_map(|finger| decoded(&finger.png))
            .collect(),
        file,
    }
}

/// The face as large as the chip's beside it, cut where the counter found it; the whole frame when that is nowhere in it.
/// Whether the record's print is cut from this frame is the backend's finding.
fn face_in(frame: RgbaImage, file: &CaseFile) -> RgbaImage {
    let found = file.portrait_assessment.face.map(|found| Face {
        left: found.left,
        top: found.top,
        side: found.side,
        confidence: 0.0,
    });
    let print = found.and_then(|face| crop(&frame, &face, Print::Passport35x45).ok());
    print.unwrap_or(frame)
}

fn decoded(bytes: &[u8]) -> Option<RgbaImage> {
    decode(bytes, Limits::PORTRAIT).ok()
}
