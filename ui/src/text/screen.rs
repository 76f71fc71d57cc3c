//! Headings, captions and buttons.

use super::{Say, say};

macro_rules! words {
    ($($name:ident: $vi:literal, $en:literal;)+) => {
        $(
            #[doc = concat!("“", $en, "”.")]
            pub const $name: Say = say($vi, $en);
        )+
        /// Every word of this list, for the tests of fonts and translations.
        pub const ALL: &[Say] = &[$($name),+];
    };
}

words! {
    PRODUCT: "Quầy Căn cước", "ID Counter";
    PRODUCT_LINE: "Đăng ký định danh điện tử mức độ 02", "Registration for electronic identity, level 2";
    SIGN_IN: "Đăng nhập", "Sign in";
    SIGNING_IN: "Đang đăng nhập…", "Signing in…";
    OFFICER: "Tên đăng nhập", "Officer";
    PASSWORD: "Mật khẩu", "Password";
    SIGN_IN_HINT: "Dùng tài khoản được cấp. Nhấn Enter để đăng nhập.", "Use the account you were given. Press Enter to sign in.";
    DRAFT_KEPT: "Một hồ sơ đang làm dở được giữ an toàn và sẽ mở lại sau khi đăng nhập.", "A file in progress is kept safe and opens again after sign-in.";
    LOCK: "Khóa", "Lock";
    RECEIVING: "Cán bộ tiếp nhận", "Receiving officer";
    APPROVING: "Người phê duyệt", "Approving officer";
    PANE_CARD: "Thẻ căn cước", "ID card";
    PANE_PORTRAIT: "Ảnh chân dung", "Portrait";
    PANE_FINGER: "Vân tay", "Fingerprint";
    PANE_CONTACT: "Liên hệ", "Contact";
    PANE_CONSENT: "Đồng ý & nộp", "Consent & submit";
    STATE_TODO: "Chưa làm", "To do";
    STATE_NEXT: "Làm tiếp", "Next";
    STATE_BUSY: "Đang làm", "Working";
    STATE_DONE: "Xong", "Done";
    STATE_PROBLEM: "Cần xử lý", "Needs attention";
    CARD_FIELD: "Mã QR, MRZ hoặc 12 số trên thẻ", "QR code, MRZ or the 12 digits of the card";
    CARD_FIELD_HINT: "Quét mã QR hoặc nhập số", "Scan the QR code or type the number";
    READ_CARD: "Đọc thẻ", "Read card";
    SCAN: "Chờ quét", "Scan";
    SCANNING: "Đang chờ máy quét: hãy đưa mã QR vào máy quét", "Waiting for the scanner: show it the QR code";
    PLACE_CARD: "Đặt thẻ lên đầu đọc, quét mã QR hoặc nhập 12 số rồi nhấn Enter.", "Put the card on the reader, scan the QR code or type the 12 digits, then press Enter.";
    KEEP_CARD: "Giữ nguyên thẻ trên đầu đọc.", "Leave the card on the reader.";
    STOP: "Dừng", "Stop";
    NAME: "Họ, chữ đệm và tên", "Full name";
    NUMBER: "Số định danh cá nhân", "Personal number";
    BIRTH: "Ngày sinh", "Date of birth";
    SEX: "Giới tính", "Sex";
    NATIONALITY: "Quốc tịch", "Nationality";
    RESIDENCE: "Nơi cư trú", "Residence";
    EXPIRY: "Có giá trị đến", "Valid until";
    NO_EXPIRY: "Không thời hạn", "No expiry";
    FEMALE: "Nữ", "Female";
    MALE: "Nam", "Male";
    UNSPECIFIED: "Không rõ", "Unspecified";
    CHIP_PORTRAIT: "Ảnh trong chip", "Chip portrait";
    LIVE_PORTRAIT: "Ảnh chụp tại quầy", "Live portrait";
    NO_PORTRAIT: "Không có ảnh", "No portrait";
    CHECKS: "Các kiểm tra", "Checks";
    UNVERIFIED: "Dữ liệu chưa được chứng minh", "Data are not proven";
    UNCHECKED: "Chưa kiểm tra", "Not checked yet";
    CARD_LIFTED: "Thẻ đã rời đầu đọc", "The card left the reader";
    NO_BUNDLE: "Chưa ghi tệp bằng chứng vì thẻ chưa được đọc xong; hãy đọc lại thẻ.", "No evidence bundle was written because the card was not read to its end: read it again.";
    PUT_CARD_BACK: "Đặt lại đúng thẻ này lên đầu đọc; việc đọc sẽ tiếp tục.", "Put the same card back on the reader; the reading goes on.";
    CAPTURE_PORTRAIT: "Chụp ảnh", "Take portrait";
    RETAKE_PORTRAIT: "Chụp lại", "Retake portrait";
    CAPTURING_PORTRAIT: "Đang chụp ảnh…", "Taking the portrait…";
    PORTRAIT_HINT: "Mặt nhìn thẳng, không kính, tóc không che mắt và tai.", "Face straight, no glasses, hair off eyes and ears.";
    CAPTURE_FINGER: "Lấy vân tay", "Take finger";
    RETAKE_FINGER: "Lấy lại", "Retake finger";
    FINGER_WAIT: "Mời đặt ngón tay lên kính", "Place the finger on the glass";
    FINGER_READING: "Đang nhận ảnh vân tay, giữ yên", "Taking the image, keep still";
    FINGER_WHICH: "Ngón cần lấy", "Finger to take";
    EXCEPTION: "Không lấy được", "Not possible";
    EXCEPTION_WITHDRAW: "Bỏ miễn", "Take after all";
    EXCEPTION_WHY: "Lý do không lấy được", "Why not taken";
    EXCEPTION_WITNESS: "Người xác nhận thứ hai", "Second person";
    EXCEPTION_CONFIRM: "Xác nhận", "Confirm";
    FINGER_HINT: "Ngón tay sạch và khô, đặt phẳng, ấn nhẹ.", "Clean, dry finger, flat, gentle pressure.";
    PHONE: "Số điện thoại chính chủ", "Own mobile number";
    PHONE_READ_BACK: "Đọc lại cho công dân:", "Read back:";
    EMAIL: "Thư điện tử (nếu có)", "E-mail (optional)";
    CONSENT_ASK: "Đọc cho công dân và đánh dấu từng mục (phím 1–4):", "Read each point to the citizen and tick it (keys 1–4):";
    READY: "Hồ sơ đã đủ. Kiểm tra lại với công dân rồi nộp.", "The file is complete. Review it with the citizen and submit.";
    SUBMIT: "Nộp hồ sơ", "Submit";
    SUBMITTING: "Đang ký và lưu hồ sơ…", "Signing and storing the file…";
    DISCARD: "Hủy hồ sơ", "Discard";
    DISCARD_SURE: "Nhấn lần nữa để hủy", "Press again to discard";
    SUBMISSIONS: "Hồ sơ đã nộp", "Submitted files";
    NO_SUBMISSIONS: "Chưa có hồ sơ nào được nộp trong phiên này.", "No file has been submitted in this session.";
    REFRESH: "Làm mới", "Refresh";
    WAITING: "Chờ gửi", "Waiting to be sent";
    DUE: "Hạn trả", "Due";
    REFUSED_BY_BACKEND: "Máy chủ không nhận", "Refused by the server";
    SAVED: "Nháp đã lưu", "Draft saved";
    SAVING: "Đang lưu nháp", "Saving the draft";
    UNSAVED: "Nháp chưa lưu", "Draft not saved";
    QUEUE: "Hồ sơ chờ phê duyệt", "Cases waiting";
    QUEUE_EMPTY: "Không còn hồ sơ chờ.", "No case is waiting.";
    OPENING: "Đang mở hồ sơ…", "Opening the case…";
    CHOOSE_CASE: "Nhấn Enter để nhận hồ sơ đang chọn, phím J và K để di chuyển.", "Press Enter to claim the chosen case, J and K to move.";
    CLAIM: "Nhận hồ sơ", "Claim";
    CLAIM_NEXT: "Nhận hồ sơ gấp nhất", "Claim the most urgent";
    CASE: "Hồ sơ", "Case";
    FACTS: "Thông tin từ chip, máy chủ đã kiểm tra", "Facts from the chip, checked by the server";
    FINDINGS: "Kết quả kiểm tra của máy chủ", "The server's own findings";
    NO_FINDINGS: "Máy chủ không thấy điều bất thường", "The server found nothing unusual";
    SUBMITTER: "Người nộp", "Submitted by";
    LEASE: "Giữ đến", "Held until";
    APPROVE: "Phê duyệt", "Approve";
    REFUSE: "Từ chối", "Refuse";
    REFUSE_WHY: "Lý do từ chối (nhấn phím số)", "Reason for refusal (press its digit)";
    NOTE: "Ghi chú cho quầy", "Note to the counter";
    ANSWERS: "Đã đối chiếu với cơ sở dữ liệu gốc, kết quả khớp", "Compared with the source databases, and matches";
    DATA_MATCH: "Thông tin khớp", "Data match";
    FACE_MATCHES: "Khuôn mặt khớp", "Face matches";
    FINGERS_MATCH: "Vân tay khớp", "Fingers match";
    SENIOR: "Phê duyệt cấp trên", "Senior approver";
    CANNOT_APPROVE: "Không thể phê duyệt: máy chủ chưa chứng minh được thẻ là thật.", "Cannot approve: the server did not find the card genuine.";
    DECIDING: "Đang ghi quyết định…", "Recording the decision…";
    DECIDED: "Đã ghi quyết định", "Decision recorded";
    BACK: "Quay lại", "Back";
    FINGERPRINTS: "Vân tay", "Fingerprints";
    NEW_CITIZEN: "Hồ sơ đã lưu, mời công dân tiếp theo.", "The file is stored. Next citizen, please.";
    OVERDUE: "Quá hạn", "Overdue";
    CONTACT: "Liên hệ", "Contact";
}
