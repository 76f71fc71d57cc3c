//! Fingerprint sensor: what happened, and what to do.

use super::Advice;
use crate::problem::Problem;
use crate::text::say;

pub(super) fn sensor(problem: Problem) -> Advice {
    match problem {
        Problem::SensorNotFound => Advice {
            happened: say(
                "Không tìm thấy đầu đọc vân tay",
                "The fingerprint sensor was not found",
            ),
            todo: say(
                "hãy cắm lại cáp USB của đầu đọc rồi nhấn F4",
                "plug its USB cable in again and press F4",
            ),
        },
        Problem::SensorUnplugged => Advice {
            happened: say(
                "Đầu đọc vân tay bị rút ra khi đang lấy",
                "The fingerprint sensor was unplugged during the capture",
            ),
            todo: say(
                "hãy cắm lại cáp rồi nhấn F4",
                "plug it in again and press F4",
            ),
        },
        Problem::NoFinger => Advice {
            happened: say(
                "Không thấy ngón tay trên đầu đọc",
                "No finger was placed on the sensor",
            ),
            todo: say(
                "hãy đặt ngón tay phẳng lên kính rồi nhấn F4",
                "lay the finger flat on the glass and press F4",
            ),
        },
        Problem::SensorBadData => Advice {
            happened: say(
                "Dữ liệu vân tay bị hỏng trên đường truyền",
                "The fingerprint was damaged on the line",
            ),
            todo: say(
                "hãy kiểm tra cáp rồi nhấn F4 để lấy lại",
                "check the cable and press F4 to take it again",
            ),
        },
        Problem::SensorUnknownGeometry => Advice {
            happened: say(
                "Không nhận ra kích thước ảnh của đầu đọc vân tay",
                "The sensor sends an image of unknown size",
            ),
            todo: say(
                "hãy báo bộ phận kỹ thuật kèm mã lỗi này",
                "call technical support with this code",
            ),
        },
        Problem::SensorNoAnswer => Advice {
            happened: say(
                "Đầu đọc vân tay không trả lời",
                "The fingerprint sensor does not answer",
            ),
            todo: say(
                "hãy rút cáp, cắm lại rồi nhấn F4",
                "unplug it, plug it in again and press F4",
            ),
        },
        Problem::SensorRefused => Advice {
            happened: say(
                "Đầu đọc vân tay từ chối lệnh",
                "The fingerprint sensor refused a command",
            ),
            todo: say(
                "hãy nhấn F4 để thử lại, nếu vẫn lỗi thì báo bộ phận kỹ thuật",
                "press F4 to try again, and call technical support if it fails again",
            ),
        },
        Problem::FingerImagePoor => Advice {
            happened: say("Ảnh vân tay không rõ", "The fingerprint is not clear"),
            todo: say(
                "hãy lau ngón tay, đặt vừa lực rồi nhấn F4",
                "wipe the finger, press it gently and press F4",
            ),
        },
        Problem::SensorPortRefused => Advice {
            happened: say(
                "Máy không cho phép mở cổng của đầu đọc vân tay",
                "The computer denies access to the sensor's port",
            ),
            todo: say(
                "hãy đóng chương trình đang dùng cổng hoặc báo quản trị viên",
                "close the program that uses it or call the administrator",
            ),
        },
        Problem::SensorClassLow => Advice {
            happened: say(
                "Đầu đọc vân tay thuộc hạng thấp hơn hạng mà bộ quy định yêu cầu để đăng ký",
                "The sensor is of a lower class than the profile asks for to register",
            ),
            todo: say(
                "hãy dùng đầu đọc đúng hạng, đầu đọc này chỉ để kiểm tra thiết bị",
                "use a sensor of that class, this one serves tests only",
            ),
        },
        Problem::SensorGreyLevelsLow => Advice {
            happened: say(
                "Đường truyền của đầu đọc vân tay không đủ số mức xám mà bộ quy định yêu cầu",
                "The sensor's line carries fewer grey levels than the profile asks for",
            ),
            todo: say(
                "hãy dùng đầu đọc có 256 mức xám, đầu đọc này chỉ để kiểm tra thiết bị",
                "use a sensor with 256 grey levels, this one serves tests only",
            ),
        },
        Problem::SensorResolutionLow => Advice {
            happened: say(
                "Đầu đọc vân tay không đủ độ phân giải mà bộ quy định yêu cầu",
                "The sensor has fewer pixels per inch than the profile asks for",
            ),
            todo: say(
                "hãy dùng đầu đọc từ 500 điểm/inch, đầu đọc này chỉ để kiểm tra thiết bị",
                "use a sensor of at least 500 ppi, this one serves tests only",
            ),
        },
        Problem::SensorSwapped => Advice {
            happened: say(
                "Đầu đọc vân tay đã bị đổi sang đầu đọc khác trong lúc làm việc",
                "Another sensor has taken the place of the one that was admitted",
            ),
            todo: say(
                "hãy kiểm tra đầu đọc đang cắm rồi nhấn F4 để máy kiểm tra lại",
                "check which sensor is plugged in and press F4 to have it asked again",
            ),
        },
        Problem::FingerTwice => Advice {
            happened: say(
                "Ngón tay này đã được lấy dưới tên ngón khác",
                "This finger was taken before under another name",
            ),
            todo: say(
                "hãy đặt đúng ngón đang yêu cầu rồi nhấn F4",
                "lay the finger that is asked for on the glass and press F4",
            ),
        },
        Problem::FingerTriesUsed => Advice {
            happened: say(
                "Đã hết số lần lấy ngón này, ảnh tốt nhất được giữ lại",
                "No try is left for this finger, the best image is kept",
            ),
            todo: say(
                "hãy nhấn F8 để ghi lý do hoặc chọn ngón khác",
                "press F8 to state the reason or choose another finger",
            ),
        },
        Problem::ExceptionOffline => Advice {
            happened: say(
                "Xác nhận ngoại lệ cần máy chủ mà hiện không kết nối được",
                "Confirming an exception needs the server, which cannot be reached",
            ),
            todo: say(
                "hãy chờ có mạng rồi để người thứ hai nhấn Enter",
                "wait for the network and have the second person press Enter",
            ),
        },
        Problem::ExceptionOver => Advice {
            happened: say(
                "Xác nhận của người thứ hai đã quá hạn, ngón đó chưa được miễn",
                "The second person's confirmation is over and the finger is asked for again",
            ),
            todo: say(
                "hãy nhấn F8 để người thứ hai xác nhận lại",
                "press F8 and have the second person confirm again",
            ),
        },
        Problem::Cancelled => Advice {
            happened: say(
                "Bước này đã dừng theo yêu cầu",
                "The step was stopped as asked",
            ),
            todo: say(
                "hãy nhấn Enter để làm lại khi sẵn sàng",
                "press Enter to start again when ready",
            ),
        },
        _ => super::internal(),
    }
}
