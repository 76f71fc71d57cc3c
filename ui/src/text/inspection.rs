//! Words of looking closely at two faces.

use super::{Say, say};

words! {
    LOOK: "Xem kỹ ảnh", "Look closely";
    OVER: "Chồng hai ảnh", "One over the other";
    BESIDE: "Đặt cạnh nhau", "Side by side";
    LARGER: "To hơn", "Larger";
    SMALLER: "Nhỏ hơn", "Smaller";
    MORE_CHIP: "Ảnh trong chip", "More of the chip's";
    MORE_LIVE: "Ảnh tại quầy", "More of the counter's";
    CLOSE: "Đóng", "Close";
}
