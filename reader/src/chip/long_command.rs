//! Commands whose data do not fit the short form. ISO/IEC 7816-4 §5.3.3.

use crate::card::{Exchange, ExchangeError};
use crate::channel::ChannelError;
use crate::wire::{CommandApdu, ResponseApdu};

/// The bit of the class that says that more of the same command follows.
const CHAINED: u8 = 0x10;
/// Wrong length; last command of a chain expected; chaining not supported; class not supported.
const NOT_SO_LONG: [u16; 3] = [0x6700, 0x6E00, 0x6F00];

/// Sends a command whole, in the extended form when it must be, or in parts to a card or reader that
/// does not take that form.
pub(crate) fn exchange(
    card: &mut dyn Exchange,
    command: &CommandApdu,
) -> Result<ResponseApdu, ExchangeError> {
    let longest = card.longest_short_answer();
    if command.data().len() <= longest {
        return card.exchange(command);
    }
    match card.exchange(command) {
        Ok(response) if !NOT_SO_LONG.contains(&response.status().value()) => return Ok(response),
        Ok(_) | Err(ExchangeError::Channel(ChannelError::Refused(_))) => {}
        Err(error) => return Err(error),
    }
    let mut answer = None;
    for part in parts(command, longest) {
        let response = card.exchange(&part)?;
        let goes_on = response.status().is_success();
        answer = Some(response);
        if !goes_on {
            break;
        }
    }
    match answer {
        Some(response) => Ok(response),
        None => card.exchange(command),
    }
}

/// Only the last part expects an answer.
fn parts(command: &CommandApdu, longest: usize) -> Vec<CommandApdu> {
    let [class, instruction, p1, p2] = command.header();
    let mut parts: Vec<CommandApdu> = command
        .data()
        .chunks(longest.max(1))
        .map(|data| {
            CommandApdu::new([class | CHAINED, instruction, p1, p2]).with_data(data.to_vec())
        })
        .collect();
    if let Some(last) = parts.pop() {
        let last = CommandApdu::new(command.header()).with_data(last.data().to_vec());
        parts.push(match command.expected_len() {
            Some(len) => last.expecting(len.min(CommandApdu::SHORT_MAXIMUM)),
            None => last,
        });
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_the_whole() {
        let command = CommandApdu::new([0x00, 0x86, 0, 0])
            .with_data((0..=255).cycle().take(500).collect())
            .expecting(256);
        let parts = parts(&command, 223);
        let lengths: Vec<usize> = parts.iter().map(|part| part.data().len()).collect();
        assert_eq!(lengths, [223, 223, 54]);
        let data: Vec<u8> = parts.iter().flat_map(|part| part.data().to_vec()).collect();
        assert_eq!(data, command.data());
        let classes: Vec<u8> = parts.iter().map(|part| part.header()[0]).collect();
        assert_eq!(classes, [0x10, 0x10, 0x00]);
        assert_eq!(parts[1].expected_len(), None);
        assert_eq!(parts[2].expected_len(), Some(256));
    }
}
