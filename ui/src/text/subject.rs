//! Words of the form that says who registers.

use dossier::subject::{Gap, Relation, SealProof, SubjectKind};

use super::{Say, say};
use crate::subject::{DependantSex, Guardianship, PaperSlot, Part, SubjectField, TextSlot};

words! {
    SHEET: "Chủ thể và giấy tờ", "Who registers, and papers";
    OPEN: "Chủ thể", "Who registers";
    CLOSE: "Xong", "Done";
    WHO: "Ai đăng ký (phím 1–4):", "Who registers (keys 1–4):";
    CARD_OF: "Thẻ, ảnh và vân tay của hồ sơ này là của", "Card, portrait and fingers of this file are those of the";
    UNREADABLE: "Chưa đọc được:", "Cannot be read:";
    DAY_HINT: "ngày/tháng/năm", "day/month/year";
    CASE_HINT: "Mã hồ sơ mức độ 02, hoặc mã hồ sơ vừa nộp tại quầy", "Number of the level 2 case, or of the file just submitted here";
    OTHER: "Người đại diện khác", "Another representative";
    SEX: "Giới tính", "Sex";
    GUARDIANSHIP: "Thuộc diện", "Because";
    RELATION: "Người đưa đi là", "The card's holder is the";
    SEAL: "Con dấu", "Seal";
    INTEGRATED: "Giấy tờ đề nghị tích hợp (không bắt buộc)", "Papers to integrate (optional)";
    COMPLETE: "Đã đủ thông tin chủ thể", "The subject is complete";
    CITIZEN_ONLY: "Công dân tự đăng ký bằng thẻ của mình: không cần khai thêm.", "A citizen registers with the own card: nothing more to declare.";
}

/// A kind of subject.
#[must_use]
pub fn kind(kind: SubjectKind) -> Say {
    match kind {
        SubjectKind::Citizen => say("Công dân", "Citizen"),
        SubjectKind::Dependant => say("Người dưới 14 tuổi, người được giám hộ", "Child or ward"),
        SubjectKind::Foreigner => say("Người nước ngoài", "Foreigner"),
        SubjectKind::Organisation => say("Cơ quan, tổ chức", "Organisation"),
    }
}

/// Whose card is read for a kind.
#[must_use]
pub fn holder(kind: SubjectKind) -> Say {
    match kind {
        SubjectKind::Citizen => say("công dân đăng ký", "citizen"),
        SubjectKind::Dependant => say("cha, mẹ hoặc người giám hộ", "father, mother or guardian"),
        SubjectKind::Foreigner => say("người nước ngoài (hộ chiếu)", "foreigner (passport)"),
        SubjectKind::Organisation => say("người đại diện theo pháp luật", "legal representative"),
    }
}

/// A field's caption.
#[must_use]
pub fn field(field: SubjectField) -> Say {
    match field {
        SubjectField::Text(slot) => text(slot),
        SubjectField::Paper(_, part) => self::part(part),
    }
}

/// A text's caption.
#[must_use]
pub fn text(slot: TextSlot) -> Say {
    match slot {
        TextSlot::Number => say("Số định danh (nếu có)", "Personal number (if any)"),
        TextSlot::Name => say("Họ, chữ đệm và tên", "Full name"),
        TextSlot::Born => say("Ngày sinh", "Date of birth"),
        TextSlot::Nationality => say("Quốc tịch", "Nationality"),
        TextSlot::OwnCase => say(
            "Mức độ 02 của chính người có thẻ",
            "The card holder's own level 2",
        ),
        TextSlot::PassportNationality => say("Quốc tịch (3 chữ)", "Nationality (3 letters)"),
        TextSlot::ImmigrationKey => say("Mã hồ sơ xuất nhập cảnh", "Immigration record"),
        TextSlot::Residence => say("Nơi tạm trú (nếu có)", "Temporary residence (if any)"),
        TextSlot::Organisation => say("Tên tổ chức", "Name"),
        TextSlot::ShortName => say("Tên viết tắt (nếu có)", "Short name (if any)"),
        TextSlot::ForeignName => say("Tên tiếng nước ngoài (nếu có)", "Foreign name (if any)"),
        TextSlot::Code => say("Mã số tổ chức, doanh nghiệp", "Business code"),
        TextSlot::TaxCode => say("Mã số thuế", "Tax code"),
        TextSlot::Founded => say("Ngày thành lập", "Day of founding"),
        TextSlot::HeadOffice => say("Trụ sở chính", "Head office"),
        TextSlot::BusinessLine => say("Ngành nghề", "Line of business"),
        TextSlot::Authorised => say("Người được ủy quyền (nếu có)", "Authorised person (if any)"),
        TextSlot::Other(_) => say(
            "Người đại diện khác (nếu có)",
            "Another representative (if any)",
        ),
    }
}

/// A part of a paper.
#[must_use]
pub fn part(part: Part) -> Say {
    match part {
        Part::Title => say("Tên giấy tờ", "Paper"),
        Part::Number => say("Số", "Number"),
        Part::Issuer => say("Nơi cấp", "Issuer"),
        Part::Issued => say("Ngày cấp", "Issued"),
        Part::Expires => say("Hết hạn", "Expires"),
    }
}

/// What a slot is for; nothing where who types names the paper.
#[must_use]
pub fn paper(slot: PaperSlot) -> Option<Say> {
    Some(match slot {
        PaperSlot::Relation => say(
            "Giấy khai sinh hoặc giấy tờ chứng minh quan hệ",
            "Birth certificate, or what proves the relation",
        ),
        PaperSlot::Guardianship => say("Quyết định công nhận giám hộ", "Decision on guardianship"),
        PaperSlot::Passport => say("Hộ chiếu", "Passport"),
        PaperSlot::ResidenceCard => say(
            "Thẻ thường trú hoặc tạm trú (nếu có)",
            "Residence card (if any)",
        ),
        PaperSlot::Authorisation => say("Giấy ủy quyền", "Authorisation"),
        PaperSlot::Consent(_) => say(
            "Văn bản đồng ý của người đại diện này",
            "This representative's written consent",
        ),
        PaperSlot::Integrated(_) => return None,
    })
}

/// What the guardian is to the dependant.
#[must_use]
pub fn relation(relation: Relation) -> Say {
    match relation {
        Relation::Father => say("Cha", "Father"),
        Relation::Mother => say("Mẹ", "Mother"),
        Relation::Guardian => say("Người giám hộ", "Guardian"),
    }
}

/// Why a dependant registers under another's account.
#[must_use]
pub fn guardianship(ward: Guardianship) -> Say {
    match ward {
        Guardianship::Under14 => say("Dưới 14 tuổi", "Under 14"),
        Guardianship::Ward => say("Người được giám hộ", "A ward"),
    }
}

/// How the seal is shown.
#[must_use]
pub fn seal(seal: SealProof) -> Say {
    match seal {
        SealProof::Specimen => say("Có mẫu dấu trong hồ sơ", "A specimen is in the file"),
        SealProof::Certificate => say("Dùng chứng thư số", "A digital certificate"),
    }
}

/// The dependant's sex.
#[must_use]
pub fn sex(sex: DependantSex) -> Say {
    match sex {
        DependantSex::Female => super::screen::FEMALE,
        DependantSex::Male => super::screen::MALE,
    }
}

/// What is still missing.
#[must_use]
pub fn gap(gap: Gap) -> Say {
    match gap {
        Gap::Text => say(
            "Còn ô bắt buộc chưa nhập",
            "A field that is needed is empty",
        ),
        Gap::Paper => say(
            "Một giấy tờ thiếu số hoặc nơi cấp",
            "A paper lacks number or issuer",
        ),
        Gap::ImmigrationKey => say(
            "Thiếu mã hồ sơ xuất nhập cảnh",
            "The immigration record is missing",
        ),
        Gap::OrganisationCode => say(
            "Thiếu mã số tổ chức hoặc mã số thuế",
            "Business code or tax code is missing",
        ),
        Gap::Seal => say("Chưa chọn con dấu", "The seal is not chosen"),
        Gap::RepresentativeCase => say(
            "Thiếu hồ sơ mức độ 02 của người đại diện",
            "The representative's own level 2 is missing",
        ),
        Gap::RepresentativeConsent => say(
            "Thiếu văn bản đồng ý của người đại diện khác",
            "Another representative's consent is missing",
        ),
        Gap::TooMany => say("Quá nhiều dòng", "Too many lines"),
        Gap::GuardianCase => say(
            "Thiếu hồ sơ mức độ 02 của người có thẻ",
            "The card holder's own level 2 is missing",
        ),
        Gap::RelationProof => say(
            "Thiếu giấy tờ chứng minh quan hệ",
            "What proves the relation is missing",
        ),
        Gap::GuardianshipDecision => say(
            "Thiếu quyết định giám hộ",
            "The decision on guardianship is missing",
        ),
    }
}
