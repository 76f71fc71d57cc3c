//! Devices of the Secure Biometric Interface: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn device(problem: Problem) -> Advice {
    let (happened, todo) = match problem {
        Problem::SbiOff => (
            say(
                "Chưa cài chứng thư gốc của nhà cung cấp đầu đọc vân tay",
                "No root certificate of the sensor's provider is installed",
            ),
            say(
                "hãy báo quản trị viên cài chứng thư gốc vào cấu hình",
                "call the administrator to install it in the settings",
            ),
        ),
        Problem::SbiServiceMissing => (
            say(
                "Dịch vụ của đầu đọc vân tay không chạy trên máy này",
                "The sensor's service does not run on this computer",
            ),
            say(
                "hãy khởi động dịch vụ của đầu đọc rồi nhấn F4",
                "start the sensor's service and press F4",
            ),
        ),
        Problem::SbiUntrusted => (
            say(
                "Chữ ký của đầu đọc vân tay không hợp lệ",
                "The sensor's signature does not hold",
            ),
            say(
                "hãy ngừng dùng đầu đọc này và báo bộ phận kỹ thuật",
                "stop using this sensor and call technical support",
            ),
        ),
        Problem::SbiReplayed => (
            say(
                "Đầu đọc vân tay gửi lại dữ liệu của lần lấy khác",
                "The sensor sent the data of another capture",
            ),
            say(
                "hãy nhấn F4 để lấy lại, nếu vẫn lỗi thì ngừng dùng đầu đọc",
                "press F4 to take it again, and stop using the sensor if it fails again",
            ),
        ),
        Problem::SbiClock => (
            say(
                "Đồng hồ của đầu đọc vân tay và của máy này lệch nhau",
                "The clocks of the sensor and of this computer differ",
            ),
            say(
                "hãy chỉnh lại giờ của máy rồi nhấn F4",
                "check the computer's time and press F4",
            ),
        ),
        Problem::SbiEnvironment => (
            say(
                "Đầu đọc vân tay được cấu hình cho môi trường hoặc mục đích khác",
                "The sensor is set up for other surroundings or another purpose",
            ),
            say(
                "hãy báo quản trị viên đăng ký đầu đọc cho quầy này",
                "call the administrator to register the sensor for this counter",
            ),
        ),
        Problem::SbiAnswer => (
            say(
                "Đầu đọc vân tay trả lời sai định dạng",
                "The sensor's answer makes no sense",
            ),
            say(
                "hãy khởi động lại dịch vụ của đầu đọc rồi nhấn F4",
                "restart the sensor's service and press F4",
            ),
        ),
        Problem::SbiRegistration => (
            say(
                "Đầu đọc vân tay chưa đăng ký hoặc khóa đã hết hạn",
                "The sensor is not registered or its key has expired",
            ),
            say(
                "hãy báo nhà cung cấp gia hạn đăng ký đầu đọc",
                "ask its provider to renew the registration",
            ),
        ),
        Problem::SensorBusy => (
            say(
                "Chương trình khác đang dùng đầu đọc vân tay",
                "Another program uses the fingerprint sensor",
            ),
            say(
                "hãy đóng chương trình đó rồi nhấn F4",
                "close that program and press F4",
            ),
        ),
        Problem::SensorNotReady => (
            say(
                "Đầu đọc vân tay chưa sẵn sàng",
                "The fingerprint sensor is not ready",
            ),
            say(
                "hãy chờ vài giây rồi nhấn F4",
                "wait some seconds and press F4",
            ),
        ),
        Problem::SensorTampered => (
            say(
                "Đầu đọc vân tay báo đã bị can thiệp",
                "The sensor reports that it was tampered with",
            ),
            say(
                "hãy ngừng dùng và niêm phong đầu đọc, báo người phụ trách",
                "stop using it, keep it locked away and call the person in charge",
            ),
        ),
        Problem::FingersMissing => (
            say(
                "Đầu đọc nhận được ít ngón hơn yêu cầu",
                "The sensor saw fewer fingers than asked for",
            ),
            say(
                "hãy đặt đủ các ngón lên kính rồi nhấn F4",
                "lay all the fingers on the glass and press F4",
            ),
        ),
        Problem::WrongFinger => (
            say(
                "Đầu đọc gửi ngón khác với ngón được yêu cầu",
                "The sensor sent another finger than asked for",
            ),
            say(
                "hãy đặt đúng ngón rồi nhấn F4 để lấy lại",
                "lay the right finger on the glass and press F4",
            ),
        ),
        _ => return super::internal(),
    };
    Advice { happened, todo }
}
