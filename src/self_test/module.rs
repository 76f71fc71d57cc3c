//! What an EF01 module does itself, with a helper's finger laid on twice. Its library and its settings stay as they
//! are: nothing is stored, deleted, or set.

use std::sync::atomic::AtomicBool;

use capture::CaptureError;
use capture::ef01::{Answer, Buffer, Operation};

use super::Seen;
use crate::devices::ef01::{Deadlines, Module, Port};

pub(super) fn exercise(port: Port<'_>, cancel: &AtomicBool) -> Result<Seen, CaptureError> {
    let mut module = Module::open(port, Deadlines::default(), cancel)?;
    let mut seen = Seen::new();
    let (first, second) = (random(&mut module)?, random(&mut module)?);
    let random = if first == second {
        "the same"
    } else {
        "differ"
    };
    seen.push(("two random numbers", random.to_owned()));
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
    seen.push(("one finger twice", compared(&mut module)?));
    module.perform(Operation::CombineModel)?;
    let template = module.perform(Operation::UploadFeatures(Buffer::ONE))?;
    if let Answer::Sample(template) = template {
        seen.push(("template bytes", template.bytes().len().to_string()));
        module.perform(Operation::DownloadFeatures(Buffer::TWO, template))?;
    }
    seen.push(("template there and back", compared(&mut module)?));
    let knows = match module.perform(Operation::Handshake) {
        Ok(_) => "known",
        Err(CaptureError::Refused { .. } | CaptureError::NoAnswer { .. }) => "not known",
        Err(error) => return Err(error),
    };
    seen.push(("handshake of newer firmware", knows.to_owned()));
    Ok(seen)
}

fn random(module: &mut Module<'_>) -> Result<Option<u32>, CaptureError> {
    Ok(match module.perform(Operation::Random)? {
        Answer::Random(number) => Some(number),
        _ => None,
    })
}

/// The module's own comparison of its two buffers.
fn compared(module: &mut Module<'_>) -> Result<String, CaptureError> {
    Ok(match module.perform(Operation::Match)? {
        Answer::Score(score) => format!("alike, score {score}"),
        _ => "not alike".to_owned(),
    })
}
