//! The head of an HTTP answer that should be a stream of frames. RFC 9112 §4.

use zeroize::Zeroizing;

use super::{CameraError, MotionJpeg, StreamError};

/// A head is a few lines.
const LIMIT: usize = 16 * 1024;
/// Bytes that one read may bring: the first frame comes with the head.
const READ: usize = 64 * 1024;
const MOST_FIELDS: usize = 64;

/// Gathers the head, however its bytes arrive.
pub struct StreamHead {
    held: Zeroizing<Vec<u8>>,
}

impl Default for StreamHead {
    fn default() -> Self {
        // Reserved once: a vector that grows would leave parts of a face behind in freed memory.
        let held = Zeroizing::new(Vec::with_capacity(LIMIT + READ));
        Self { held }
    }
}

/// The stream behind a head, and what of it arrived with the head.
pub struct Opened {
    /// Cuts the frames.
    pub stream: MotionJpeg,
    /// The first bytes of the stream.
    pub rest: Zeroizing<Vec<u8>>,
}

impl StreamHead {
    /// Takes bytes; the stream when the head is complete.
    ///
    /// # Errors
    /// [`CameraError::Status`] for another status than 200, [`CameraError::Stream`] for what is no stream.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Option<Opened>, CameraError> {
        self.held.extend_from_slice(bytes);
        let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
        let mut head = httparse::Response::new(&mut fields);
        match head.parse(&self.held) {
            Ok(httparse::Status::Partial) if self.held.len() <= LIMIT => Ok(None),
            Ok(httparse::Status::Partial) => Err(StreamError::HeaderTooLong.into()),
            Err(httparse::Error::TooManyHeaders) => Err(StreamError::HeaderTooLong.into()),
            Err(_) => Err(StreamError::ContentType.into()),
            Ok(httparse::Status::Complete(length)) => {
                match head.code {
                    Some(200) => {}
                    code => {
                        return Err(CameraError::Status {
                            code: code.unwrap_or_default(),
                        });
                    }
                }
                let named = |name: &str| {
                    let field = head
                        .headers
                        .iter()
                        .find(|one| one.name.eq_ignore_ascii_case(name));
                    field.and_then(|field| std::str::from_utf8(field.value).ok())
                };
                // An answer to HTTP/1.0 may not be chunked (RFC 9112 §6.1); one that is cannot be cut.
                if named("transfer-encoding").is_some() {
                    return Err(StreamError::ContentType.into());
                }
                let content_type = named("content-type").unwrap_or_default();
                let stream = MotionJpeg::new(content_type)?;
                let rest = self.held.get(length..).unwrap_or_default().to_vec();
                let rest = Zeroizing::new(rest);
                Ok(Some(Opened { stream, rest }))
            }
        }
    }
}
