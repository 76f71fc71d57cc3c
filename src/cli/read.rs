//! `cccd read`: the card on the reader, verdict and report.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use dossier::bundle::TrustBasis;
use dossier::consent::Language;
use reader::chip::ChallengeExpectation;
use reader::presented::{Presented, PresentedError, PresentedKind};
use reader::read_out::ActiveAuthenticationChallenge;
use reader::reading::ReadRequest;
use reader::trust::ReferenceTime;
use trust_store::LiveTrust;
use ui::problem::Problem;
use ui::text;
use uuid::Uuid;

use super::default_trust_folder;
use super::evidence::Inspection;
use super::report::{Output, Printed};
use super::tools::ToolArgs;
use crate::card_reading::{self, CardRequest, Progress};
use crate::devices::pcsc::CardPlace;
use crate::randomness::random_bytes;
use crate::{card_trace, clock, problem, saved_reading};

#[derive(Args)]
pub(super) struct ReadArgs {
    #[command(flatten)]
    key: KeyArgs,
    /// Part of the reader's name.
    #[arg(long)]
    reader: Option<String>,
    /// Folder of trusted country signing CA certificates.
    #[arg(long, default_value_os_t = default_trust_folder())]
    trust: PathBuf,
    /// Save the files and the evidence into this folder.
    #[arg(long)]
    save: Option<PathBuf>,
    /// Write everything that the verdict rests on into one file. It is personal data.
    #[arg(long, value_name = "FILE")]
    bundle: Option<PathBuf>,
    /// Write the log of the inspection, without personal data, as XML.
    #[arg(long, value_name = "FILE")]
    xml: Option<PathBuf>,
    /// Write what passed, without personal data, and the settings of a card twin of this kind, into this folder.
    #[arg(long, value_name = "DIR")]
    trace: Option<PathBuf>,
    /// Seconds to wait for a card.
    #[arg(long, default_value_t = 0)]
    wait: u64,
    #[command(flatten)]
    tools: ToolArgs,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct KeyArgs {
    /// Card access number: the last six digits of the personal number.
    #[arg(long)]
    can: Option<String>,
    /// Text of the card's QR code.
    #[arg(long)]
    qr: Option<String>,
    /// The machine-readable zone, 90 characters.
    #[arg(long)]
    mrz: Option<String>,
}

pub(super) fn run(args: &ReadArgs) -> anyhow::Result<ExitCode> {
    let last_seen = args.trust.join("store/last-seen");
    let anchors = LiveTrust::open(&args.trust, &last_seen)?.current(clock::now());
    let presented = args.key.presented()?;
    let key = presented.access_key();
    let challenge = ActiveAuthenticationChallenge(random_bytes());
    let request = CardRequest {
        read: ReadRequest {
            key: key.with_context(|| text::identity::NO_KEY.by(Language::Vi))?,
            challenge,
            allow_bac: true,
        },
        presented: vec![presented],
        // No backend issued the challenge: the proof convinces whoever reads the card here and now.
        expected: ChallengeExpectation::NotFresh(challenge),
    };
    let place = CardPlace {
        reader: args.reader.as_deref(),
        admits: &|_| true,
        wait: Duration::from_secs(args.wait),
        cancelled: &AtomicBool::new(false),
    };
    let mut tools = args.tools.open()?;
    let watch = &mut |progress: Progress<'_>| {
        if matches!(progress, Progress::Lifted) {
            eprintln!("{}", text::screen::PUT_CARD_BACK.by(Language::Vi));
        }
    };
    let reading = card_reading::read_card(&place, &request, &mut tools, &anchors, watch);
    let reading = reading.unwrap_or_else(|failure| {
        say(problem::of_reader(&failure));
        card_reading::unreached()
    });
    if let (Err(failure), true) = (&reading.outcome, reading.traffic.count > 0) {
        say(Problem::from(&failure.error));
    }
    let assessment = &reading.assessment;
    if let Some(folder) = &args.save {
        saved_reading::save(folder, reading.read_out())?;
    }
    let inspection = Inspection {
        transaction: Uuid::new_v4(),
        at: ReferenceTime(clock::now()),
        read_out: reading.read_out(),
        assessment,
        traffic: reading.traffic,
        elapsed_ms: &reading.elapsed_ms,
        basis: TrustBasis::Own,
        policy: anchors.policy(),
    };
    if let (Some(folder), Some(trace)) = (&args.trace, card_trace::of(&reading)) {
        card_trace::write(&trace, folder)?;
    }
    if let Some(path) = &args.xml {
        inspection.write_xml(path)?;
    }
    match (&args.bundle, &reading.outcome) {
        (Some(path), Ok(_)) => inspection.write_bundle(path, &anchors, request.expected)?,
        // Half a reading repeats no verdict.
        (Some(_), Err(_)) => eprintln!("{}", text::screen::NO_BUNDLE.by(Language::Vi)),
        (None, _) => {}
    }
    Printed {
        assessment,
        read_out: reading.read_out(),
        elapsed_ms: &reading.elapsed_ms,
        traffic: reading.traffic,
        basis: TrustBasis::Own,
        agreement: None,
    }
    .print(&args.output)?;
    Ok(ExitCode::from(assessment.verdict().exit_code()))
}

fn say(problem: Problem) {
    let sentence = text::problem::advice(problem).sentence(Language::Vi);
    eprintln!("{} {sentence}", problem.code());
}

impl KeyArgs {
    fn presented(&self) -> anyhow::Result<Presented> {
        let (kind, given) = match (&self.can, &self.qr, &self.mrz) {
            (Some(can), _, _) => (PresentedKind::Can, can),
            (None, Some(qr), _) => (PresentedKind::Qr, qr),
            (None, None, Some(mrz)) => (PresentedKind::Mrz, mrz),
            (None, None, None) => anyhow::bail!("--can, --qr or --mrz is needed"),
        };
        Presented::new(kind, given).map_err(|PresentedError(kind)| {
            anyhow::anyhow!("{}", text::identity::not_of_kind(kind).by(Language::Vi))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_another_kind_is_refused_in_the_language_of_the_command_line() {
        let with = |kind| {
            let text = Some("000-018".to_owned());
            let (can, qr, mrz) = match kind {
                PresentedKind::Qr => (None, text, None),
                PresentedKind::Mrz => (None, None, text),
                _ => (text, None, None),
            };
            KeyArgs { can, qr, mrz }
                .presented()
                .err()
                .map(|error| error.to_string())
        };
        for kind in [PresentedKind::Can, PresentedKind::Qr, PresentedKind::Mrz] {
            let sentence = text::identity::not_of_kind(kind).by(Language::Vi);
            assert_eq!(with(kind).as_deref(), Some(sentence));
        }
    }
}
