//! Devices that the list does not admit: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn device(problem: Problem) -> Advice {
    let (happened, todo) = match problem {
        Problem::DeviceListMissing => (
            say(
                "Máy chưa nhận được danh sách thiết bị được phép dùng",
                "This terminal has no list of allowed devices yet",
            ),
            say(
                "hãy kiểm tra kết nối máy chủ rồi đăng nhập lại",
                "check the connection to the backend and sign in again",
            ),
        ),
        Problem::DeviceListStale => (
            say(
                "Danh sách thiết bị quá cũ hoặc đồng hồ của máy sai",
                "The list of devices is too old or the clock is wrong",
            ),
            say(
                "hãy kiểm tra giờ của máy và kết nối máy chủ rồi đăng nhập lại",
                "check the computer's time and the connection, then sign in again",
            ),
        ),
        Problem::DeviceListExpired => (
            say(
                "Danh sách thiết bị đã hết hiệu lực",
                "The list of devices has expired",
            ),
            say(
                "hãy báo quản trị viên ban hành danh sách mới",
                "ask the administrator for a new list",
            ),
        ),
        Problem::DeviceUnknown => (
            say(
                "Thiết bị này không có trong danh sách được phép dùng",
                "This device is not on the list of allowed devices",
            ),
            say(
                "hãy dùng thiết bị khác hoặc báo quản trị viên bổ sung",
                "use another device or call the administrator to add it",
            ),
        ),
        Problem::DeviceFirmware => (
            say(
                "Phiên bản phần mềm của thiết bị không được phép dùng",
                "The device's firmware is not allowed",
            ),
            say(
                "hãy báo bộ phận kỹ thuật cập nhật thiết bị",
                "ask technical support to update the device",
            ),
        ),
        Problem::DeviceCertificate => (
            say(
                "Chứng thư của thiết bị khác với danh sách",
                "The device has another certificate than the list names",
            ),
            say(
                "hãy ngừng dùng thiết bị và báo quản trị viên",
                "stop using the device and call the administrator",
            ),
        ),
        Problem::DeviceSimulated => (
            say(
                "Thiết bị mô phỏng không được dùng cho hồ sơ thật",
                "A simulated device may not be used for real files",
            ),
            say(
                "hãy cắm thiết bị thật rồi làm lại",
                "plug a real device in and start again",
            ),
        ),
        Problem::DevicePurpose => (
            say(
                "Thiết bị này không được phép dùng để thu nhận hồ sơ",
                "This device is not allowed for registrations",
            ),
            say(
                "hãy dùng thiết bị được phép thu nhận",
                "use a device that is allowed for registrations",
            ),
        ),
        Problem::DeviceStolen => (
            say(
                "Thiết bị bị khóa vì đã báo mất",
                "The device is blocked because it was reported lost or stolen",
            ),
            say(
                "hãy giữ lại thiết bị và báo người phụ trách ngay",
                "keep the device and call the person in charge at once",
            ),
        ),
        Problem::DeviceFaulty => (
            say(
                "Thiết bị bị khóa vì hoạt động sai",
                "The device is blocked because it works wrongly",
            ),
            say(
                "hãy dùng thiết bị khác và gửi thiết bị này đi sửa",
                "use another device and have this one repaired",
            ),
        ),
        Problem::DeviceInsecure => (
            say(
                "Thiết bị bị khóa vì có lỗ hổng bảo mật",
                "The device is blocked because of a known weakness",
            ),
            say(
                "hãy dùng thiết bị khác cho đến khi được cập nhật",
                "use another device until this one is updated",
            ),
        ),
        Problem::DeviceUncertified => (
            say(
                "Thiết bị bị khóa vì chứng nhận chất lượng đã hết",
                "The device is blocked because its certificate of quality ended",
            ),
            say(
                "hãy dùng thiết bị khác và báo quản trị viên",
                "use another device and call the administrator",
            ),
        ),
        Problem::DeviceWithdrawn => (
            say(
                "Thiết bị đã bị cơ quan quản lý thu hồi",
                "The agency took the device out of service",
            ),
            say(
                "hãy dùng thiết bị khác và trả lại thiết bị này",
                "use another device and hand this one back",
            ),
        ),
        _ => return super::internal(),
    };
    Advice { happened, todo }
}
