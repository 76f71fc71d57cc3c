//! Cameras and other sources of portraits: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn camera(problem: Problem) -> Advice {
    let (happened, todo) = match problem {
        Problem::PortraitSourceMissing => (
            say("Không tìm thấy máy ảnh", "The camera was not found"),
            say(
                "hãy cắm lại máy ảnh hoặc kiểm tra nguồn ảnh trong cài đặt",
                "plug the camera in again or check the source in the settings",
            ),
        ),
        Problem::PortraitUnreadable => (
            say(
                "Máy ảnh gửi dữ liệu không phải là ảnh",
                "The camera sends what is no picture",
            ),
            say(
                "hãy cắm lại máy ảnh, nếu vẫn lỗi thì đổi máy ảnh khác",
                "plug the camera in again, and use another one if it fails again",
            ),
        ),
        Problem::PortraitTooLarge => (
            say(
                "Ảnh từ máy ảnh quá lớn",
                "The camera's picture is too large",
            ),
            say(
                "hãy chọn cỡ ảnh dưới 4 triệu điểm ảnh ở máy ảnh",
                "choose a size below 4 million pixels in the camera",
            ),
        ),
        Problem::CameraRefused => (
            say(
                "Máy tính không cho phép mở máy ảnh",
                "The computer denies access to the camera",
            ),
            say(
                "hãy báo quản trị viên cấp quyền dùng máy ảnh",
                "call the administrator for the right to use it",
            ),
        ),
        Problem::CameraBusy => (
            say(
                "Máy ảnh đang bị chương trình khác dùng",
                "Another program uses the camera",
            ),
            say("hãy đóng chương trình đó", "close that program"),
        ),
        Problem::CameraUnplugged => (
            say("Máy ảnh bị ngắt kết nối", "The camera was disconnected"),
            say(
                "hãy cắm lại cáp, hình sẽ tự hiện lại",
                "plug the cable in again, the picture comes back by itself",
            ),
        ),
        Problem::CameraNoFrame => (
            say("Máy ảnh không gửi hình", "The camera sends no picture"),
            say(
                "hãy rút cáp máy ảnh, cắm lại và chờ vài giây",
                "unplug the camera, plug it in again and wait a few seconds",
            ),
        ),
        Problem::CameraNoMode => (
            say(
                "Máy ảnh không có định dạng hình dùng được",
                "The camera offers no usable format",
            ),
            say(
                "hãy dùng máy ảnh khác có định dạng MJPG hoặc YUYV",
                "use another camera with MJPG or YUYV",
            ),
        ),
        Problem::CameraAddress => (
            say(
                "Địa chỉ máy ảnh mạng trả lời lỗi",
                "The network camera's address answers with an error",
            ),
            say(
                "hãy kiểm tra địa chỉ, tên và mật khẩu máy ảnh trong cài đặt",
                "check its address, name and password in the settings",
            ),
        ),
        Problem::CameraStream => (
            say(
                "Luồng hình từ máy ảnh bị hỏng",
                "The camera's stream is damaged",
            ),
            say(
                "hãy khởi động lại máy ảnh, nếu vẫn lỗi thì báo bộ phận kỹ thuật",
                "restart the camera, and call technical support if it fails again",
            ),
        ),
        Problem::CameraFrozen => (
            say(
                "Hình từ máy ảnh bị đứng",
                "The camera's picture stands still",
            ),
            say(
                "hãy rút cáp máy ảnh rồi cắm lại",
                "unplug the camera and plug it in again",
            ),
        ),
        _ => return super::internal(),
    };
    Advice { happened, todo }
}
