//! Biometric information templates of DG2, DG3 and DG4. ICAO Doc 9303-10 §4.7.2, ISO/IEC 7816-11.
//!
//! ```text
//! 7F61 { 02 number of instances, 7F60 { A1 header, 5F2E record | 7F2E { A1 { record } } } ... }
//! ```

use super::LdsError;
use crate::wire::tlv::Node;

const GROUP_TEMPLATE: u32 = 0x7F61;
const TEMPLATE: u32 = 0x7F60;
const INSTANCES: u32 = 0x02;
const OCTETS: u32 = 0x5F2E;
const CONSTRUCTED: u32 = 0x7F2E;
const STANDARDISED: u32 = 0xA1;

/// Ten fingers, two irises, one face: no document has more.
const MOST_INSTANCES: usize = 16;

/// One biometric record.
pub(super) enum Record<'a> {
    /// ISO/IEC 19794: octets.
    Octets(&'a [u8]),
    /// ISO/IEC 39794: data objects.
    Objects(Node<'a>),
}

/// The records of a file. None when the group says that there is none, as for a person without
/// fingers; then only a random template keeps two such files apart.
///
/// # Errors
/// [`LdsError`] when the templates are not as many as announced, or one of them has no record.
pub(super) fn records<'a>(file: Node<'a>, name: &'static str) -> Result<Vec<Record<'a>>, LdsError> {
    let group = file.child(GROUP_TEMPLATE).ok_or(LdsError::Missing {
        file: name,
        element: "biometric information group template",
    })?;
    let templates: Vec<_> = group
        .children()
        .filter(|object| object.tag() == TEMPLATE)
        .collect();
    let announced = match group.child(INSTANCES).map(Node::value) {
        Some([number]) => usize::from(*number),
        None => templates.len(),
        Some(_) => usize::MAX,
    };
    if announced != templates.len() || announced > MOST_INSTANCES {
        return Err(LdsError::Value {
            file: name,
            element: "number of instances",
        });
    }
    templates
        .into_iter()
        .map(|template| record(template, name))
        .collect()
}

fn record<'a>(template: Node<'a>, name: &'static str) -> Result<Record<'a>, LdsError> {
    if let Some(octets) = template.child(OCTETS) {
        return Ok(Record::Octets(octets.value()));
    }
    let block = template.child(CONSTRUCTED);
    block
        .and_then(|block| block.child(STANDARDISED).or(Some(block)))
        .and_then(|standardised| standardised.children().next())
        .map(Record::Objects)
        .ok_or(LdsError::Missing {
            file: name,
            element: "biometric data block",
        })
}
