//! The SBI client against the simulated device service, over loopback as over any other.
//!
//! One test at a time: the interface has one range of ports for the whole machine.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use capture::CaptureError;
use capture::fingerprint::{Finger, FingerprintImage, GreyDepth};
use capture::image::GreyImage;
use capture::sbi::{
    BlockHash, Captured, DeviceError, Environment, ProviderRoots, SbiError, Wanted,
};
use device_twin::sbi::{Keys, Prints, SbiConfig, SbiFault, Service};
use terminal::devices::sbi;

const RIGHT_SLAP: [Finger; 4] = [
    Finger::RightIndex,
    Finger::RightMiddle,
    Finger::RightRing,
    Finger::RightLittle,
];

/// Not refused by the codec: the image is looked at later, and nobody trusts a live picture.
const HARMLESS: [SbiFault; 4] = [
    SbiFault::EmptyFrame,
    SbiFault::OneAsAll,
    SbiFault::NoStream,
    SbiFault::BrokenStream,
];

static PORTS: Mutex<()> = Mutex::new(());
static KEYS: OnceLock<Keys> = OnceLock::new();
static PRINTS: OnceLock<Prints> = OnceLock::new();

/// A running service; stopped when dropped.
struct Running {
    roots: ProviderRoots,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    _ports: MutexGuard<'static, ()>,
}

impl Running {
    fn start(fault: SbiFault, environment: &str) -> Self {
        Self::shown(fault, environment, 0)
    }

    /// Fingers lie on the platen after so many frames of its live picture.
    fn shown(fault: SbiFault, environment: &str, looks: usize) -> Self {
        let ports = PORTS.lock().unwrap_or_else(PoisonError::into_inner);
        let keys = KEYS.get_or_init(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            Keys::make(i64::try_from(now.as_secs()).unwrap()).unwrap()
        });
        let keys = keys.clone();
        let root = keys.root_pem().unwrap();
        let config = SbiConfig {
            fault,
            environment: environment.into(),
            looks,
            prints: PRINTS.get_or_init(|| Prints::of(18)).clone(),
        };
        let mut service = Service::open(config, keys).unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&stop);
        let thread = std::thread::spawn(move || service.serve(&seen).unwrap());
        Self {
            roots: ProviderRoots::from_files([root.as_slice()]).unwrap(),
            stop,
            thread: Some(thread),
            _ports: ports,
        }
    }

    fn capture(&self) -> Result<(Vec<Captured>, BlockHash), SbiError> {
        self.capture_of(&RIGHT_SLAP, 1_000, &AtomicBool::new(false))
    }

    fn capture_of(
        &self,
        fingers: &[Finger],
        timeout_ms: u32,
        cancel: &AtomicBool,
    ) -> Result<(Vec<Captured>, BlockHash), SbiError> {
        let found = sbi::find(&self.roots, Environment::Staging)?;
        let wanted = Wanted {
            fingers: fingers.to_vec(),
            exceptions: Vec::new(),
            score: 60,
            timeout_ms,
        };
        let watched: (&mut dyn FnMut(GreyImage), _) = (&mut |_| (), cancel);
        sbi::capture(&found, &self.roots, wanted, BlockHash::first(), watched)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[test]
fn four_fingers_of_a_pinned_device() {
    let service = Running::start(SbiFault::None, "Staging");
    let found = sbi::find(&service.roots, Environment::Staging).unwrap();
    assert_eq!(found.device().identity().serial_no, "TWIN0001");
    let (fingers, hash) = service.capture().unwrap();
    let taken: Vec<_> = fingers.iter().map(Captured::finger).collect();
    assert_eq!(taken, RIGHT_SLAP);
    assert_ne!(hash, BlockHash::first());
    for finger in &fingers {
        assert_eq!((finger.dpi(), finger.device_score()), (500, 80));
        assert_eq!(
            (finger.image().width(), finger.image().height()),
            (300, 400)
        );
        let image = finger.image().clone();
        assert!(FingerprintImage::new(image, GreyDepth::Levels256, 500, finger.finger()).is_ok());
    }
}

#[test]
fn a_device_of_slaps_takes_a_single_finger_with_the_part_of_its_hand() {
    let service = Running::start(SbiFault::None, "Staging");
    for finger in [Finger::LeftThumb, Finger::RightIndex, Finger::LeftLittle] {
        let (fingers, _) = service
            .capture_of(&[finger], 1_000, &AtomicBool::new(false))
            .unwrap();
        let taken: Vec<_> = fingers.iter().map(Captured::finger).collect();
        assert_eq!(taken, [finger]);
    }
}

#[test]
fn what_the_platen_sees_is_shown_and_a_device_that_shows_nothing_captures_all_the_same() {
    let live = |fault, looks| {
        let service = Running::shown(fault, "Staging", looks);
        let found = sbi::find(&service.roots, Environment::Staging).unwrap();
        let wanted = Wanted {
            fingers: RIGHT_SLAP.to_vec(),
            exceptions: Vec::new(),
            score: 60,
            timeout_ms: 5_000,
        };
        let mut sizes = Vec::new();
        let mut note = |frame: GreyImage| sizes.push((frame.width(), frame.height()));
        let go_on = AtomicBool::new(false);
        let watched: (&mut dyn FnMut(GreyImage), _) = (&mut note, &go_on);
        let first = BlockHash::first();
        let taken = sbi::capture(&found, &service.roots, wanted, first, watched);
        assert_eq!(taken.unwrap().0.len(), RIGHT_SLAP.len());
        sizes
    };
    let seen = live(SbiFault::None, 8);
    assert!(!seen.is_empty() && seen.iter().all(|size| *size == (300, 400)));
    assert_eq!(live(SbiFault::NoStream, 0), []);
    assert_eq!(live(SbiFault::BrokenStream, 0), []);
}

#[test]
fn a_renewed_root_of_the_same_name_stands_beside_the_old_one() {
    let service = Running::start(SbiFault::None, "Staging");
    let own = KEYS.get().unwrap().root_pem().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let renewed = Keys::make(i64::try_from(now.as_secs()).unwrap()).unwrap();
    let renewed = renewed.root_pem().unwrap();
    for order in [[&own, &renewed], [&renewed, &own]] {
        let roots = ProviderRoots::from_files(order.map(Vec::as_slice)).unwrap();
        assert!(sbi::find(&roots, Environment::Staging).is_ok());
    }
    let other = ProviderRoots::from_files([renewed.as_slice()]).unwrap();
    assert!(sbi::find(&other, Environment::Staging).is_err());
    drop(service);
}

#[test]
fn the_chain_goes_on_over_captures() {
    let service = Running::start(SbiFault::None, "Staging");
    let found = sbi::find(&service.roots, Environment::Staging).unwrap();
    let wanted = |fingers: &[Finger]| Wanted {
        fingers: fingers.to_vec(),
        exceptions: Vec::new(),
        score: 60,
        timeout_ms: 1_000,
    };
    let go_on = AtomicBool::new(false);
    let thumbs = [Finger::LeftThumb, Finger::RightThumb];
    let first = BlockHash::first();
    let (_, after_slap) = sbi::capture(
        &found,
        &service.roots,
        wanted(&RIGHT_SLAP),
        first,
        (&mut |_| (), &go_on),
    )
    .unwrap();
    let (taken, _) = sbi::capture(
        &found,
        &service.roots,
        wanted(&thumbs),
        after_slap,
        (&mut |_| (), &go_on),
    )
    .unwrap();
    assert_eq!(taken.len(), 2);
}

#[test]
fn every_forged_or_faulty_answer_is_refused_by_name() {
    let form = |what| SbiError::Form { what };
    let signature = SbiError::Signature { what: "a capture" };
    let chain = SbiError::Chain { what: "a capture" };
    let environment = SbiError::Environment {
        found: Environment::Developer,
        wanted: Environment::Staging,
    };
    let expected = |fault| match fault {
        SbiFault::UnplugDiscover | SbiFault::UnplugInfo | SbiFault::UnplugCapture => {
            SbiError::Disconnected
        }
        SbiFault::HalfCapture => SbiError::Disconnected,
        SbiFault::EndlessCapture => SbiError::TooLong,
        SbiFault::Garbage => form("a capture"),
        SbiFault::Busy => SbiError::Device(DeviceError::Busy),
        SbiFault::NotReady => SbiError::Device(DeviceError::NotReady),
        SbiFault::NoFinger => SbiError::Device(DeviceError::NoObject),
        SbiFault::CountError => SbiError::Device(DeviceError::Count),
        SbiFault::ThreeOfFour => SbiError::Count {
            found: 3,
            wanted: 4,
        },
        SbiFault::TwiceTheSame => SbiError::SameFinger,
        SbiFault::OtherHand => SbiError::WrongFinger,
        SbiFault::WrongRecord => SbiError::RecordDiffers,
        SbiFault::WrongSignature
        | SbiFault::ChangedData
        | SbiFault::AlgorithmNone
        | SbiFault::AlgorithmHmac => signature.clone(),
        SbiFault::ForeignRoot | SbiFault::ExpiredKey => chain.clone(),
        SbiFault::Replayed => SbiError::Replayed,
        SbiFault::Stale => SbiError::Time { seconds: 3600 },
        SbiFault::Developer => environment.clone(),
        SbiFault::OtherPurpose => SbiError::Purpose,
        SbiFault::BrokenChain => SbiError::HashChain { block: 1 },
        SbiFault::OtherDevice => SbiError::OtherDevice,
        SbiFault::NotRegistered => SbiError::NotRegistered,
        SbiFault::None
        | SbiFault::Late(_)
        | SbiFault::EmptyFrame
        | SbiFault::OneAsAll
        | SbiFault::NoStream
        | SbiFault::BrokenStream => unreachable!("not refused by the codec"),
    };
    let refused = SbiFault::MENU
        .iter()
        .filter(|(_, fault, _)| !HARMLESS.contains(fault));
    for (name, fault, _) in refused {
        let service = Running::start(*fault, "Staging");
        let mut error = service.capture().map(|_| ()).unwrap_err();
        if let SbiError::Time { seconds } = &mut error {
            *seconds -= *seconds % 60;
        }
        assert_eq!(error, expected(*fault), "{name}");
        assert!(!error.clause().is_empty());
    }
}

#[test]
fn a_signed_frame_without_ridges_is_refused_by_the_image() {
    let service = Running::start(SbiFault::EmptyFrame, "Staging");
    let (fingers, _) = service.capture().unwrap();
    for finger in fingers {
        let image = finger.image().clone();
        let refused = FingerprintImage::new(image, GreyDepth::Levels256, 500, finger.finger());
        assert!(matches!(refused, Err(CaptureError::EmptyFrame { .. })));
    }
}

#[test]
fn a_device_of_a_developers_desk_or_of_nobody_is_not_found() {
    let service = Running::start(SbiFault::None, "Developer");
    let found = sbi::find(&service.roots, Environment::Production).err();
    let refused = SbiError::Environment {
        found: Environment::Developer,
        wanted: Environment::Production,
    };
    assert_eq!(found, Some(refused));
    let stranger = Keys::make(1_700_000_000).unwrap().root_pem().unwrap();
    let stranger = ProviderRoots::from_files([stranger.as_slice()]).unwrap();
    let unpinned = SbiError::Chain {
        what: "the device information",
    };
    assert_eq!(
        sbi::find(&stranger, Environment::Developer).err(),
        Some(unpinned)
    );
}

#[test]
fn late_answers_end_at_the_deadline_and_cancelling_before() {
    let service = Running::start(SbiFault::Late(Duration::from_millis(900)), "Staging");
    assert_eq!(
        service.capture().err(),
        Some(SbiError::NoAnswer),
        "discovery waits 700 ms"
    );
    drop(service);
    let service = Running::start(SbiFault::Late(Duration::from_millis(500)), "Staging");
    let cancelled = AtomicBool::new(true);
    assert_eq!(
        service.capture_of(&RIGHT_SLAP, 10_000, &cancelled).err(),
        Some(SbiError::Cancelled)
    );
}

#[test]
fn fingers_that_no_part_takes_at_once_are_not_asked_for() {
    let service = Running::start(SbiFault::None, "Staging");
    let mixed = [Finger::LeftIndex, Finger::RightIndex];
    let refused = service
        .capture_of(&mixed, 1_000, &AtomicBool::new(false))
        .err();
    assert_eq!(refused, Some(SbiError::WrongFinger));
}

#[test]
fn without_a_pinned_root_the_interface_is_off() {
    assert_eq!(ProviderRoots::from_files([]).err(), Some(SbiError::NoRoots));
    let nonsense = b"-----BEGIN NONSENSE-----".as_slice();
    assert_eq!(
        ProviderRoots::from_files([nonsense]).err(),
        Some(SbiError::RootMalformed)
    );
}
