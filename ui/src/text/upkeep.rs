//! Words of what a counter must keep up with.

use super::{Say, say};

words! {
    TO_SEND: "Chờ gửi", "To send";
    POLICY: "Quy định", "Policy";
    DAYS: "ngày", "days";
    POLICY_ENDED: "Bộ quy định đã hết hạn", "Policy has ended";
    CLOCK_WRONG: "Đồng hồ sai", "Clock is wrong";
}
