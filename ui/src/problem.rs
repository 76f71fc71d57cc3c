//! Everything that can go wrong for the person in front of the screen: a closed list with codes.

mod devices;
mod origin;
mod sbi;

use dossier::api::ProblemType;

/// Declares the problems of this window, their list and their codes at once, so that none is missed.
macro_rules! problems {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)+) => {
        /// One thing that went wrong, as a person at the counter needs to know it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Problem {
            $($(#[$doc])* $name,)+
            /// The backend refused, for a reason of its own list.
            BackendRefused(ProblemType),
        }

        impl Problem {
            /// All problems but [`Problem::BackendRefused`], which has one for each [`ProblemType`].
            pub const OWN: &'static [Self] = &[$(Self::$name),+];

            /// The code that people read out to support.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)+
                    Self::BackendRefused(kind) => origin::backend_code(kind),
                }
            }
        }
    };
}

problems! {
    /// Unknown officer or wrong password.
    SignInRefused = "T-001",
    /// Too many wrong passwords.
    SignInLocked = "T-002",
    /// The backend ended the session.
    SessionExpired = "T-003",
    /// The identifier or the password is missing.
    SignInIncomplete = "T-004",
    /// Nobody attended to the screen.
    Unattended = "T-005",
    /// No reader is connected.
    NoReader = "T-101",
    /// The system's smart-card service does not run.
    SmartCardServiceNotRunning = "T-102",
    /// No card on the reader.
    NoCard = "T-103",
    /// The card was lifted while it was read.
    CardRemoved = "T-104",
    /// The chip refuses the CAN.
    WrongCan = "T-105",
    /// The chip refuses the MRZ's key.
    WrongMrz = "T-106",
    /// The card has no eMRTD application.
    CardNotEmrtd = "T-107",
    /// The chip answered against the standard.
    CardProtocol = "T-108",
    /// Another program reset the card.
    CardInUse = "T-109",
    /// The reader or its driver refused a command.
    ReaderFailed = "T-110",
    /// The signed data do not fit the files.
    ChangedData = "T-121",
    /// The chip could not prove that it holds its key.
    ChipCloned = "T-122",
    /// No trusted issuer signed the card.
    IssuerUnknown = "T-123",
    /// The card is refuted for another reason.
    NotGenuine = "T-124",
    /// The card's proof was not finished.
    ProofUnfinished = "T-125",
    /// The card on the reader is not the person of the open file.
    OtherPerson = "T-126",
    /// The customer is not the person of the chip's portrait.
    NotTheHolder = "T-127",
    /// Nobody compared the customer with the chip's portrait.
    PersonNotCompared = "T-128",
    /// The scanner's text is no code of a card.
    ScanUnreadable = "T-201",
    /// The typed number is no personal number.
    NumberInvalid = "T-202",
    /// The typed MRZ has a wrong check digit.
    MrzInvalid = "T-203",
    /// No scanner.
    ScannerMissing = "T-204",
    /// The scanner's line broke.
    ScannerUnplugged = "T-205",
    /// Nothing was scanned in time.
    ScanNothing = "T-206",
    /// The scanner's character set damages names.
    ScanCharset = "T-207",
    /// The scanner sends without an end.
    ScanEndless = "T-208",
    /// The system denies access to the scanner's port.
    ScannerPortRefused = "T-209",
    /// A check digit of a scanned zone is wrong.
    ScanCheckDigit = "T-210",
    /// The keyboard changed what a scanner typed.
    ScanRetyped = "T-211",
    /// No source of portraits.
    PortraitSourceMissing = "T-301",
    /// The frame is no image.
    PortraitUnreadable = "T-302",
    /// The frame has too many pixels.
    PortraitTooLarge = "T-303",
    /// The system denies access to the camera.
    CameraRefused = "T-304",
    /// Another program has the camera.
    CameraBusy = "T-305",
    /// The camera went away.
    CameraUnplugged = "T-306",
    /// The camera gives no whole frame in time.
    CameraNoFrame = "T-307",
    /// The camera offers no format that is understood.
    CameraNoMode = "T-308",
    /// The camera's address answers with an error.
    CameraAddress = "T-309",
    /// What the camera sends is no stream of pictures.
    CameraStream = "T-310",
    /// The camera repeats one picture.
    CameraFrozen = "T-311",
    /// No sensor on its port.
    SensorNotFound = "T-401",
    /// The sensor's line broke.
    SensorUnplugged = "T-402",
    /// No finger in time.
    NoFinger = "T-403",
    /// The sensor's data were damaged on the line.
    SensorBadData = "T-404",
    /// The sensor's image has an unknown size.
    SensorUnknownGeometry = "T-405",
    /// The sensor does not answer.
    SensorNoAnswer = "T-406",
    /// The sensor refused a command or its password.
    SensorRefused = "T-407",
    /// The frame shows no usable ridges.
    FingerImagePoor = "T-408",
    /// The system denies access to the sensor's port.
    SensorPortRefused = "T-409",
    /// The officer stopped the step.
    Cancelled = "T-410",
    /// The sensor is of a lower class than the profile asks for.
    SensorClassLow = "T-411",
    /// The sensor's line carries fewer grey levels than the profile asks for.
    SensorGreyLevelsLow = "T-412",
    /// The sensor has fewer pixels per inch than the profile asks for.
    SensorResolutionLow = "T-413",
    /// Another sensor answers than the one that was admitted.
    SensorSwapped = "T-414",
    /// No root of a device provider is pinned.
    SbiOff = "T-430",
    /// No device service answers on this computer.
    SbiServiceMissing = "T-431",
    /// The device's signature or certificate does not hold.
    SbiUntrusted = "T-432",
    /// The answer belongs to another moment or another capture.
    SbiReplayed = "T-433",
    /// The clocks of device and terminal differ.
    SbiClock = "T-434",
    /// The device works for other surroundings or another purpose.
    SbiEnvironment = "T-435",
    /// The device's answer makes no sense.
    SbiAnswer = "T-436",
    /// The device is not registered, or its key has expired.
    SbiRegistration = "T-437",
    /// Another program uses the sensor.
    SensorBusy = "T-438",
    /// The sensor is starting.
    SensorNotReady = "T-439",
    /// The sensor reports that it was tampered with.
    SensorTampered = "T-440",
    /// Fewer fingers than asked for.
    FingersMissing = "T-441",
    /// Another finger than asked for.
    WrongFinger = "T-442",
    /// This finger was taken before under another name.
    FingerTwice = "T-420",
    /// No try is left for this finger.
    FingerTriesUsed = "T-421",
    /// A second person confirms at the backend only, and it cannot be reached.
    ExceptionOffline = "T-422",
    /// The confirmation of an exception is over.
    ExceptionOver = "T-423",
    /// The backend cannot be reached.
    BackendUnreachable = "T-501",
    /// The backend's answer makes no sense.
    BackendAnswer = "T-502",
    /// The terminal has no key to sign with.
    TerminalKeyMissing = "T-503",
    /// The terminal's profile has ended.
    PolicyNotInForce = "T-504",
    /// The settings name no relying party.
    RelyingPartyMissing = "T-505",
    /// The store on this computer failed.
    StoreUnavailable = "T-601",
    /// The store is full.
    StoreFull = "T-602",
    /// The file is not complete.
    FileIncomplete = "T-603",
    /// The backend has no form of this file yet.
    NothingToPrint = "T-604",
    /// Neither a printer nor a viewer is set.
    PrinterMissing = "T-605",
    /// The printer's queue or the viewer refused the form.
    PrinterFailed = "T-606",
    /// The text is neither a case nor a signed consent.
    ConsentUnreadable = "T-607",
    /// The customer agreed to no field.
    NothingAgreed = "T-608",
    /// The bank's record has no known field, or one twice.
    CoreRecordUnreadable = "T-609",
    /// The submitter wants to decide its own case.
    SelfDecision = "T-701",
    /// The claim ran out or somebody else has the case.
    LeaseLost = "T-702",
    /// The queue is empty.
    QueueEmpty = "T-703",
    /// Refusing needs a reason.
    ReasonMissing = "T-704",
    /// The reason "other" needs a note.
    NoteMissing = "T-705",
    /// The backend's own verdict forbids approval.
    ApprovalForbidden = "T-706",
    /// An approval needs what the sources answered.
    NotExamined = "T-707",
    /// No list of devices ever came.
    DeviceListMissing = "T-801",
    /// The list of devices was not confirmed for too long.
    DeviceListStale = "T-802",
    /// The list's own time is over.
    DeviceListExpired = "T-803",
    /// The list does not name the device.
    DeviceUnknown = "T-804",
    /// The list does not allow the device's firmware.
    DeviceFirmware = "T-805",
    /// The device has another certificate than the list names.
    DeviceCertificate = "T-806",
    /// A program plays the device.
    DeviceSimulated = "T-807",
    /// The device may be used for something else.
    DevicePurpose = "T-808",
    /// The device was reported lost or stolen.
    DeviceStolen = "T-811",
    /// The device works wrongly.
    DeviceFaulty = "T-812",
    /// The device has a known weakness.
    DeviceInsecure = "T-813",
    /// The device's certificate of quality ended.
    DeviceUncertified = "T-814",
    /// The device was taken out of service.
    DeviceWithdrawn = "T-815",
    /// The programs of the test kit are not installed.
    TestKitMissing = "T-821",
    /// A simulator did not start.
    SimulatorFailed = "T-822",
    /// A trace or a sheet cannot be written.
    SheetNotWritten = "T-823",
    /// The trust store cannot be read.
    TrustUnreadable = "T-824",
    /// A fault of this program.
    Internal = "T-901",
}
