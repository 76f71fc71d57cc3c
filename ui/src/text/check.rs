//! Names of checks, their results and the verdict, in words that an officer uses.

use reader::files::DataGroupNumber;
use reader::verdict::{CheckId, CheckResult, Verdict};

use super::{Say, say};

/// What a check is about. A data group's number is added by [`check_name`].
#[must_use]
pub fn check(id: CheckId) -> Say {
    match id {
        CheckId::AccessPace => say("Mở chip bằng PACE", "Access by PACE"),
        CheckId::AccessBac => say("Mở chip bằng BAC", "Access by BAC"),
        CheckId::CardAccessConsistent => say(
            "Thông tin mở chip đúng bản được ký",
            "Access data as signed",
        ),
        CheckId::PassiveSignature => say(
            "Chữ ký số trên dữ liệu thẻ",
            "Signature over the card's data",
        ),
        CheckId::PassivePath => say("Cơ quan cấp thẻ được tin cậy", "Issuer is trusted"),
        CheckId::PassiveRevocation => say("Chứng thư chưa bị thu hồi", "Certificate not revoked"),
        CheckId::PassiveHash(_) => say("Dữ liệu nguyên vẹn", "Data unchanged"),
        CheckId::PassiveCountry => say("Quốc gia cấp khớp nhau", "Issuing countries agree"),
        CheckId::ChipAuthentication => say(
            "Chip gốc, không phải bản sao (CA)",
            "Chip is the original (CA)",
        ),
        CheckId::ActiveAuthentication => say(
            "Chip ký thử thách của máy chủ (AA)",
            "Chip signs the server's challenge (AA)",
        ),
        CheckId::PaceCam => say("Chip gốc qua PACE-CAM", "Chip is the original (PACE-CAM)"),
        CheckId::DocumentExpiry => say("Thẻ còn hiệu lực", "Card is not expired"),
        CheckId::DocumentConsistent => {
            say("Các phần dữ liệu thống nhất", "Parts of the data agree")
        }
        CheckId::AccessKeyFits => say(
            "Khóa mở chip đúng với DG1",
            "Key that opened the chip is DG1's",
        ),
        CheckId::PresentedAgrees => say(
            "Phần in hoặc nhập khớp với chip",
            "Printed or typed data agree with the chip",
        ),
        CheckId::ClockPlausible => say("Đồng hồ máy đáng tin", "Clock is plausible"),
    }
}

/// The name of a check with the data group it is about.
#[must_use]
pub fn check_name(id: CheckId, language: dossier::consent::Language) -> String {
    match id {
        CheckId::PassiveHash(group) => format!("{} (DG{})", check(id).by(language), group.value()),
        _ => check(id).by(language).to_owned(),
    }
}

/// The word for a result.
#[must_use]
pub fn result(result: CheckResult) -> Say {
    match result {
        CheckResult::Successful => say("Đạt", "Passed"),
        CheckResult::Failed => say("Không đạt", "Failed"),
        CheckResult::Undetermined => say("Chưa kết luận", "Undetermined"),
        CheckResult::NotSupported => say("Không áp dụng", "Not offered"),
        CheckResult::Aborted => say("Chưa kiểm tra", "Not reached"),
    }
}

/// The verdict as a headline.
#[must_use]
pub fn verdict(verdict: Verdict) -> Say {
    match verdict {
        Verdict::Genuine => say("THẺ THẬT", "GENUINE CARD"),
        Verdict::Refuted => say("KHÔNG XÁC THỰC ĐƯỢC THẺ", "CARD REFUTED"),
        Verdict::Undetermined => say("CHƯA ĐỦ CĂN CỨ KẾT LUẬN", "NOT YET DETERMINED"),
        Verdict::Unread => say("CHƯA ĐỌC ĐƯỢC THẺ", "CARD NOT READ"),
    }
}

/// What the verdict rests on, in one line.
#[must_use]
pub fn verdict_meaning(verdict: Verdict) -> Say {
    match verdict {
        Verdict::Genuine => say(
            "Cơ quan cấp thẻ đã ký dữ liệu này và chip là bản gốc.",
            "The issuer signed these data and the chip is the original.",
        ),
        Verdict::Refuted => say(
            "Ít nhất một kiểm tra cho thấy dữ liệu hoặc chip không thật.",
            "At least one check shows that data or chip are not authentic.",
        ),
        Verdict::Undetermined => say(
            "Không thấy dấu hiệu giả nhưng còn thiếu một căn cứ.",
            "Nothing speaks against the card, but one proof is missing.",
        ),
        Verdict::Unread => say(
            "Chưa có dữ liệu để kiểm tra.",
            "There are no data to check.",
        ),
    }
}

/// The check of a name that the backend gives.
#[must_use]
pub fn by_name(name: &str) -> Option<CheckId> {
    all().find(|id| id.name() == name)
}

/// All checks, with one hash for each data group.
pub fn all() -> impl Iterator<Item = CheckId> {
    let hashes = (1..=16)
        .filter_map(DataGroupNumber::new)
        .map(CheckId::PassiveHash);
    [
        CheckId::AccessPace,
        CheckId::AccessBac,
        CheckId::CardAccessConsistent,
        CheckId::PassiveSignature,
        CheckId::PassivePath,
        CheckId::PassiveRevocation,
        CheckId::PassiveCountry,
        CheckId::ChipAuthentication,
        CheckId::ActiveAuthentication,
        CheckId::PaceCam,
        CheckId::DocumentExpiry,
        CheckId::DocumentConsistent,
        CheckId::AccessKeyFits,
        CheckId::PresentedAgrees,
        CheckId::ClockPlausible,
    ]
    .into_iter()
    .chain(hashes)
}
