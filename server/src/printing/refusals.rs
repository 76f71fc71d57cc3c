//! Why a file was refused and what the person can do, in the words of the notice. Grounds that the counter is not
//! told of are not named, and a suspicion is no verdict.

use dossier::decision::RefusalReason;
use rules::profile::Profile;

use super::Told;

/// What the notice says.
pub(crate) struct Said {
    pub(crate) reason: String,
    pub(crate) clause: String,
    pub(crate) remedy: &'static str,
}

const COMPLAIN: &str =
    "Hỏi lại cơ quan tiếp nhận hồ sơ; khiếu nại theo quy định của pháp luật về khiếu nại.";
const AGAIN: &str =
    "Nộp lại hồ sơ tại bất kỳ cơ quan tiếp nhận nào sau khi khắc phục lý do nêu trên.";
const CARD: &str =
    "Làm thủ tục cấp lại, cấp đổi thẻ căn cước tại Công an cấp xã, sau đó nộp lại hồ sơ.";
const CORRECT: &str = "Đề nghị điều chỉnh thông tin tại Công an cấp xã, sau đó nộp lại hồ sơ.";
const ACCOUNT: &str =
    "Dùng tài khoản hoặc hồ sơ đã có; hỏi cơ quan tiếp nhận nếu tài khoản đó không phải của mình.";
const GUARDIAN: &str = "Đăng ký qua tài khoản của người giám hộ tại cơ quan tiếp nhận hồ sơ.";

pub(crate) fn said(told: &Told, profile: &Profile) -> Said {
    use RefusalReason as R;
    let level2 = profile.biometrics.level2.clause.as_str();
    let card = profile.registration.card.clause.as_str();
    let (reason, clause, remedy) = match told.reason {
        R::BioLow => (
            "Ảnh khuôn mặt hoặc vân tay không đạt chất lượng",
            level2,
            AGAIN,
        ),
        R::FaceMismatch => (
            "Khuôn mặt không trùng khớp với ảnh trong chip của thẻ",
            level2,
            COMPLAIN,
        ),
        R::ChipPaFail => (
            "Chip của thẻ hoặc chữ ký số trên chip không xác thực được",
            card,
            CARD,
        ),
        R::CardRevoked => ("Thẻ căn cước đã bị thu hồi", card, CARD),
        R::DataMismatch => ("Thông tin khác với dữ liệu gốc", level2, CORRECT),
        R::ConsentMissing => (
            "Thiếu sự đồng ý của người đề nghị",
            "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15",
            AGAIN,
        ),
        R::Duplicate => (
            "Người đề nghị đã có hồ sơ hoặc tài khoản",
            "Điều 16.3 dự thảo Nghị định 2022",
            ACCOUNT,
        ),
        R::ExceptionUnproven => (
            "Trường hợp ngoại lệ về vân tay chưa được chứng minh",
            level2,
            AGAIN,
        ),
        R::FraudSuspect => (
            "Hồ sơ có nội dung cần được xác minh, làm rõ",
            level2,
            COMPLAIN,
        ),
        R::IdentityUnclear => (
            "Danh tính chưa rõ ràng",
            "Điều 12.1 dự thảo Nghị định 2022",
            CORRECT,
        ),
        R::Purpose => (
            "Không tuân thủ mục tiêu của quy định",
            "Điều 12.4 dự thảo Nghị định 2022",
            COMPLAIN,
        ),
        R::Capacity => (
            "Người đề nghị đăng ký qua người giám hộ",
            "Điều 12.5 dự thảo Nghị định 2022",
            GUARDIAN,
        ),
        // Bans and findings on security never come as such to who prints.
        R::TravelBan | R::Security | R::NotIssued => (
            "Tạm thời chưa cấp tài khoản",
            "Điều 12 dự thảo Nghị định 2022",
            COMPLAIN,
        ),
        R::Other => ("Lý do khác", level2, COMPLAIN),
    };
    let note = told.note.as_deref().filter(|_| told.reason.needs_note());
    Said {
        reason: match note {
            Some(note) => format!("{reason}: {note}"),
            None => format!("{reason}."),
        },
        clause: clause.to_owned(),
        remedy,
    }
}

#[cfg(test)]
mod tests {
    use rules::profile::ProfileName;

    use super::*;

    fn of(reason: RefusalReason, note: Option<&str>) -> Said {
        let profile = Profile::parse(ProfileName::Decree69.bundled()).unwrap();
        let note = note.map(str::to_owned);
        said(&Told { reason, note }, &profile)
    }

    #[test]
    fn every_reason_has_a_clause_and_something_to_do() {
        for reason in RefusalReason::ALL {
            let said = of(reason, None);
            assert!(said.reason.chars().count() > 10, "{reason:?}");
            assert!(!said.clause.is_empty(), "{reason:?}");
            assert!(said.remedy.ends_with('.'), "{reason:?}");
        }
    }

    #[test]
    fn bans_and_security_are_not_named_and_a_note_is_printed_only_where_it_is_the_reason() {
        let plain = of(RefusalReason::NotIssued, None).reason;
        for reason in [RefusalReason::TravelBan, RefusalReason::Security] {
            assert_eq!(of(reason, None).reason, plain);
        }
        let other = of(RefusalReason::Other, Some("giấy mờ"));
        assert_eq!(other.reason, "Lý do khác: giấy mờ");
        let inner = of(RefusalReason::FraudSuspect, Some("nghi giả mạo"));
        assert!(!inner.reason.contains("giả mạo"), "{}", inner.reason);
        assert!(!inner.reason.contains("gian lận"), "{}", inner.reason);
    }
}
