//! Draft, dossier, submission and evidence as both ends exchange them.

mod bundle;
mod bundle_trust;
mod card_traces;
mod drafts;
mod evidence;
mod fingers;
mod fixture;
mod life;
mod reports;
mod subjects;
mod submissions;
