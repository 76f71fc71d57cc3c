//! What an EF01 module does itself, with a helper's finger laid on twice. Its library and its settings stay as they
//! are: nothing is stored, deleted, or set.

use std::sync::atomic::AtomicBool;

use capture::CaptureError;
use capture::ef01::{Answer, Buffer, Operation, Sample};
use zeroize::Zeroizing;

use super::Seen;
use crate::devices::ef01::{Deadlines, Module, Port};

pub(super) fn exercise(port: Port<'_>, cancel: &AtomicBool) -> Result<Seen, CaptureError> {
    let mut module = Module::open(port, Deadlines::default(), cancel)?;
    let mut seen = Seen::new();
    if random(&mut module)? == random(&mut module)? {
        return Err(unexpected(&Operation::Random));
    }
    seen.push(("random numbers", "differ".to_owned()));
    if let Answer::Templates(count) = module.perform(Operation::CountTemplates)? {
        seen.push(("templates in the library", count.to_string()));
    }
    if let Answer::Index(table) = module.perform(Operation::ReadIndex(0))? {
        let free = table
            .first_free()
            .map_or("none".to_owned(), |page| page.to_string());
        seen.push(("first free page", free));
    }
    for buffer in [Buffer::ONE, Buffer::TWO] {
        module.finger()?;
        module.perform(Operation::ImageToFeatures(buffer))?;
    }
    // Refused where the two are not of one finger.
    module.perform(Operation::CombineModel)?;
    let score = score(&mut module)?.ok_or_else(|| unexpected(&Operation::Match))?;
    seen.push(("one finger twice, score", score.to_string()));
    let bytes = travels(&mut module)?;
    seen.push(("template there and back, bytes", bytes.to_string()));
    let knows = match module.perform(Operation::Handshake) {
        Ok(_) => "known",
        Err(CaptureError::Refused { .. } | CaptureError::NoAnswer { .. }) => "not known",
        Err(error) => return Err(error),
    };
    seen.push(("handshake of newer firmware", knows.to_owned()));
    Ok(seen)
}

/// Takes the template of buffer 1 to the host and into buffer 2. What lies there before is spoilt first, or a module
/// that took nothing would look the same.
fn travels(module: &mut Module<'_>) -> Result<usize, CaptureError> {
    let upload = Operation::UploadFeatures(Buffer::ONE);
    let wrong = unexpected(&upload);
    let Answer::Sample(template) = module.perform(upload)? else {
        return Err(wrong);
    };
    let bytes = template.bytes().len();
    let turned = template.bytes().iter().rev().copied().collect();
    let turned = Sample::new(Zeroizing::new(turned)).ok_or(wrong)?;
    let spoil = Operation::DownloadFeatures(Buffer::TWO, turned);
    let not_taken = unexpected(&spoil);
    module.perform(spoil)?;
    match score(module) {
        Ok(None) | Err(CaptureError::Refused { .. }) => {}
        Ok(Some(_)) => return Err(not_taken),
        Err(error) => return Err(error),
    }
    module.perform(Operation::DownloadFeatures(Buffer::TWO, template))?;
    score(module)?.ok_or(not_taken)?;
    Ok(bytes)
}

fn random(module: &mut Module<'_>) -> Result<u32, CaptureError> {
    match module.perform(Operation::Random)? {
        Answer::Random(number) => Ok(number),
        _ => Err(unexpected(&Operation::Random)),
    }
}

/// The module's own comparison of its two buffers; none when they are not alike.
fn score(module: &mut Module<'_>) -> Result<Option<u16>, CaptureError> {
    Ok(match module.perform(Operation::Match)? {
        Answer::Score(score) => Some(score),
        _ => None,
    })
}

fn unexpected(operation: &Operation) -> CaptureError {
    CaptureError::Unexpected {
        operation: operation.name(),
    }
}
