//! M-JPEG over HTTP: the parts of `multipart/x-mixed-replace`. RFC 2046 §5.1.

use zeroize::Zeroizing;

/// A part's header is a few lines.
const HEADER_LIMIT: usize = 4 * 1024;
/// A frame is no larger than a portrait's file may be.
const PART_LIMIT: usize = 8 * 1024 * 1024;
/// What may come in one read behind the last byte of a part.
const SLACK: usize = 128 * 1024;
/// RFC 2046: a boundary has at most 70 characters.
const BOUNDARY_LIMIT: usize = 70;

/// Why a stream is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StreamError {
    /// The content type names no boundary.
    #[error("not multipart/x-mixed-replace with a boundary")]
    ContentType,
    /// A part's header does not end.
    #[error("a part's header exceeds {HEADER_LIMIT} bytes")]
    HeaderTooLong,
    /// A part does not end.
    #[error("a part exceeds {PART_LIMIT} bytes")]
    PartTooLong,
    /// After the stated length comes no boundary.
    #[error("a part's length is not the stated one")]
    WrongLength,
    /// The length is no number.
    #[error("a part's length is no number")]
    BadLength,
}

/// Cuts frames out of a stream, however its bytes arrive. Holds at most one part.
pub struct MotionJpeg {
    delimiter: Vec<u8>,
    held: Zeroizing<Vec<u8>>,
    /// How far `held` was searched without a hit.
    searched: usize,
    state: State,
}

#[derive(Clone, Copy)]
enum State {
    /// Up to and with the next boundary.
    Boundary,
    /// The lines under a boundary.
    Header,
    /// A frame, its length when the header states one.
    Body(Option<usize>),
    /// The closing boundary was seen.
    Over,
}

impl MotionJpeg {
    /// A parser for the stream that an HTTP answer's content type announces.
    ///
    /// # Errors
    /// [`StreamError::ContentType`] when it announces another thing.
    pub fn new(content_type: &str) -> Result<Self, StreamError> {
        let mut parts = content_type.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default();
        if !kind.eq_ignore_ascii_case("multipart/x-mixed-replace") {
            return Err(StreamError::ContentType);
        }
        let boundary = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("boundary"))
            .map(|(_, value)| value.trim().trim_matches('"'))
            .filter(|value| (1..=BOUNDARY_LIMIT).contains(&value.len()))
            .ok_or(StreamError::ContentType)?;
        // Many cameras write the dashes of the delimiter into the parameter too.
        let name = boundary.strip_prefix("--").unwrap_or(boundary);
        Ok(Self {
            delimiter: [b"--", name.as_bytes()].concat(),
            // Reserved once: a vector that grows would leave frames behind in freed memory.
            held: Zeroizing::new(Vec::with_capacity(PART_LIMIT + SLACK)),
            searched: 0,
            state: State::Boundary,
        })
    }

    /// Takes bytes of the stream and gives the frames that they complete, the newest last.
    ///
    /// # Errors
    /// [`StreamError`]; the stream is of no use after it.
    pub fn push(&mut self, bytes: &[u8]) -> Result<Vec<Zeroizing<Vec<u8>>>, StreamError> {
        self.held.extend_from_slice(bytes);
        let mut frames = Vec::new();
        while self.step(&mut frames)? {}
        Ok(frames)
    }

    /// Whether the sender closed the stream by itself.
    pub fn over(&self) -> bool {
        matches!(self.state, State::Over)
    }

    /// One state further; false when more bytes are needed.
    fn step(&mut self, frames: &mut Vec<Zeroizing<Vec<u8>>>) -> Result<bool, StreamError> {
        match self.state {
            State::Boundary => self.boundary(),
            State::Header => self.header(),
            State::Body(Some(length)) => self.body_of(length, frames),
            State::Body(None) => self.body(frames),
            State::Over => {
                self.held.clear();
                Ok(false)
            }
        }
    }

    fn boundary(&mut self) -> Result<bool, StreamError> {
        let delimiter = self.delimiter.clone();
        let Some(start) = self.search(&delimiter) else {
            return self.wait(HEADER_LIMIT, StreamError::HeaderTooLong);
        };
        let after = start + delimiter.len();
        let Some(mark) = self.held.get(after..after + 2) else {
            return Ok(false);
        };
        self.state = if mark == b"--" {
            State::Over
        } else {
            State::Header
        };
        self.drop_front(after);
        Ok(true)
    }

    fn header(&mut self) -> Result<bool, StreamError> {
        let Some(end) = self.search(b"\r\n\r\n") else {
            return self.wait(HEADER_LIMIT, StreamError::HeaderTooLong);
        };
        let length = stated_length(self.held.get(..end).unwrap_or_default())?;
        if length.is_some_and(|length| length > PART_LIMIT) {
            return Err(StreamError::PartTooLong);
        }
        self.drop_front(end + 4);
        self.state = State::Body(length);
        Ok(true)
    }

    fn body_of(
        &mut self,
        length: usize,
        frames: &mut Vec<Zeroizing<Vec<u8>>>,
    ) -> Result<bool, StreamError> {
        // The line end and the delimiter prove the length, and come with the next part only.
        let tail_len = 2 + self.delimiter.len();
        let Some(tail) = self.held.get(length..length + tail_len) else {
            return Ok(false);
        };
        let true_length = tail.starts_with(b"\r\n") && tail.ends_with(&self.delimiter);
        if !true_length {
            return Err(StreamError::WrongLength);
        }
        self.take_frame(length, frames);
        Ok(true)
    }

    fn body(&mut self, frames: &mut Vec<Zeroizing<Vec<u8>>>) -> Result<bool, StreamError> {
        let delimiter = [b"\r\n", self.delimiter.as_slice()].concat();
        let Some(end) = self.search(&delimiter) else {
            return self.wait(PART_LIMIT, StreamError::PartTooLong);
        };
        self.take_frame(end, frames);
        Ok(true)
    }

    fn take_frame(&mut self, length: usize, frames: &mut Vec<Zeroizing<Vec<u8>>>) {
        let frame = self.held.get(..length).unwrap_or_default().to_vec();
        frames.push(Zeroizing::new(frame));
        self.drop_front(length + 2);
        self.state = State::Boundary;
    }

    /// Nothing found: waits for more, but not for ever.
    fn wait(&self, limit: usize, error: StreamError) -> Result<bool, StreamError> {
        if self.held.len() > limit {
            Err(error)
        } else {
            Ok(false)
        }
    }

    fn search(&mut self, wanted: &[u8]) -> Option<usize> {
        let from = self.searched.saturating_sub(wanted.len());
        let found = self
            .held
            .get(from..)?
            .windows(wanted.len())
            .position(|window| window == wanted);
        let found = found.map(|found| from + found);
        self.searched = found.unwrap_or(self.held.len());
        found
    }

    fn drop_front(&mut self, count: usize) {
        let count = count.min(self.held.len());
        self.held.drain(..count);
        self.searched = 0;
    }
}

fn stated_length(header: &[u8]) -> Result<Option<usize>, StreamError> {
    let text = String::from_utf8_lossy(header);
    let field = text
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.trim().eq_ignore_ascii_case("content-length"));
    match field {
        None => Ok(None),
        Some((_, value)) => match value.trim().parse() {
            Ok(length) => Ok(Some(length)),
            Err(_) => Err(StreamError::BadLength),
        },
    }
}
