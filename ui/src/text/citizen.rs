//! What the citizen reads in the window of their own.

use super::{Say, say};

words! {
    TITLE: "Màn hình của công dân", "The citizen's screen";
    OPEN: "Màn hình công dân", "Citizen's screen";
    WELCOME: "Xin kính chào", "Welcome";
    PLACE_CARD: "Mời ông/bà đưa thẻ căn cước cho cán bộ tiếp nhận", "Please hand your ID card to the officer";
    READING: "Đang đọc thẻ, xin chờ trong giây lát", "Your card is being read; one moment, please";
    YOURS: "Thông tin của ông/bà", "Your data";
    CHECK: "Xin xem kỹ; nếu có chỗ nào không đúng, hãy nói ngay với cán bộ", "Please look closely; tell the officer at once if anything is wrong";
    REACHED: "Liên hệ với ông/bà", "How we reach you";
    NOT_GIVEN: "Chưa có", "Not given yet";
    CONSENT: "Ông/bà có đồng ý với từng điểm dưới đây không?", "Do you agree to each of these points?";
    NOTHING_TICKED: "Không điểm nào được chọn sẵn. Chạm vào ô hoặc nói với cán bộ.", "Nothing is ticked beforehand. Touch a box, or tell the officer.";
    RECEIVED: "Hồ sơ đã được tiếp nhận", "Your file was received";
    RESULT_BY: "Kết quả trước ngày", "Result by";
    THANKS: "Xin cảm ơn ông/bà. Xin nhận lại thẻ căn cước.", "Thank you. Please take your ID card back.";
}
