//! The teller's desk.

use dossier::relying::PartySaid;
use reader::verdict::{Degree, Written};

use super::{Say, say};

words! {
    PERSON: "Khách trước quầy", "The customer";
    CONSENT: "Sự đồng ý", "Consent";
    RESULT: "Đối chiếu và xác thực", "Comparison and answer";
    COMPARE_HINT: "Nhìn khách, so với ảnh trong chip. Máy không so mặt thay người, không lưu ảnh.", "Look at the customer and compare with the chip's portrait. No machine compares, nothing is stored.";
    COMPARE_WAITS: "Ảnh trong chip hiện ra khi thẻ đã được chứng minh là thật.", "The chip's portrait appears once the card is proven genuine.";
    CUSTOMER_VIEW: "Hình từ máy ảnh", "Camera picture";
    SAME_PERSON: "Đúng người", "Same person";
    OTHER_PERSON: "Người khác", "Another person";
    SAME_SAID: "Giao dịch viên xác nhận: đúng người trong ảnh", "The teller states: the same person";
    OTHER_SAID: "Giao dịch viên xác nhận: không phải người trong ảnh", "The teller states: another person";
    PURPOSE: "Mục đích", "Purpose";
    ASKED_BY: "Bên sử dụng dịch vụ", "Relying party";
    ANSWERED_BY: "Cơ quan quản lý chỉ trả lời đúng hoặc không đúng.", "The agency only says correct or not correct.";
    RIGHTS: "Khách được từ chối từng mục và rút lại sự đồng ý.", "Any field may be refused, consent withdrawn.";
    CONSENT_FIELD: "Mã hồ sơ mức độ 02 hoặc mã đồng ý", "Number of the level 2 case, or consent";
    CONSENT_FIELD_HINT: "Quét hoặc dán mã của khách", "Scan or paste the customer's code";
    SCANNING_CONSENT: "Đang chờ máy quét: hãy đưa mã của khách vào máy quét", "Waiting for the scanner: show it the customer's code";
    OF_CASE: "Ghi nhận đồng ý theo hồ sơ của khách", "Consent is recorded by the customer's case";
    OF_REFERENCE: "Dùng sự đồng ý đã có chữ ký", "A signed consent is used";
    AGREE_ASK: "Đánh dấu từng mục khách đồng ý (phím 1–7):", "Tick each field that is agreed to (keys 1–7):";
    FIELD: "Thông tin", "Field";
    CHIP: "Chip", "Chip";
    CORE: "Hồ sơ ngân hàng", "Bank's record";
    ANSWER: "Trả lời", "Answer";
    NOT_ASKED: "Chưa hỏi", "Not asked";
    PASTE_CORE: "Dán hồ sơ", "Paste record";
    ASK: "Hỏi cơ quan", "Ask agency";
    ASKING: "Đang hỏi…", "Asking…";
    END: "Kết thúc", "End";
    RECEIPT: "Phiếu trả lời có chữ ký", "Signed receipt";
    REMAINS: "Còn dùng được", "May be used for";
    UNTIL: "đến", "until";
    EXPIRED: "Phiếu đã hết hạn dùng, phải hỏi lại", "The receipt is over, ask again";
    CLOCK_DOUBT: "Đồng hồ máy chậm hơn máy chủ, hãy chỉnh giờ", "This computer's clock is behind the server's, set it";
    TRANSACTION: "Mã giao dịch", "Transaction";
    NO_PAPERS: "Không yêu cầu khách nộp thêm giấy tờ cho", "No further papers are asked for";
    HOURS: "giờ", "h";
    MINUTES: "phút", "min";
}

/// How a value of the bank's record stands to the chip's.
#[must_use]
pub fn compared(compared: Written) -> Say {
    match compared {
        Written::Same => say("khớp", "same"),
        Written::Differs(Degree::Value) => say("khác", "differs"),
        Written::Differs(Degree::Marks) => say("khác dấu", "other marks"),
        Written::NotComparable => say("không so được", "not comparable"),
    }
}

/// What the agency said.
#[must_use]
pub fn said(said: PartySaid) -> Say {
    match said {
        PartySaid::Correct => say("Đúng", "Correct"),
        PartySaid::Incorrect => say("Không đúng", "Not correct"),
    }
}
