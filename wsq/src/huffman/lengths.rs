//! Code lengths of least cost up to 16 bits (package-merge), with the code of all ones left unused.

use super::LONGEST_CODE;

/// Number of codes of each length, and the used symbols in order of their codes. `None` when no symbol is used.
pub(crate) fn code_lengths(frequencies: &[u32; 256]) -> Option<([u8; LONGEST_CODE], Vec<u8>)> {
    let mut leaves: Vec<(u64, Option<u8>)> = (0u8..=255)
        .zip(frequencies)
        .filter(|(_, frequency)| **frequency > 0)
        .map(|(symbol, frequency)| (u64::from(*frequency), Some(symbol)))
        .collect();
    if leaves.is_empty() {
        return None;
    }
    // A symbol that never occurs takes the last code of the greatest length: all ones.
    leaves.push((0, None));
    leaves.sort_unstable();
    let lengths = package_merge(
        &leaves
            .iter()
            .map(|(frequency, _)| *frequency)
            .collect::<Vec<_>>(),
    );
    let mut by_length: Vec<(u8, u8)> = lengths
        .into_iter()
        .zip(leaves)
        .filter_map(|(length, (_, symbol))| symbol.map(|symbol| (length, symbol)))
        .collect();
    by_length.sort_unstable();
    let mut counts = [0u8; LONGEST_CODE];
    for (length, _) in &by_length {
        if let Some(count) = counts.get_mut(usize::from(*length).saturating_sub(1)) {
            *count = count.saturating_add(1);
        }
    }
    Some((
        counts,
        by_length.into_iter().map(|(_, symbol)| symbol).collect(),
    ))
}

/// Lengths for at least two frequencies in rising order: 16 rounds of packing pairs and mixing in the leaves again;
/// the times that a leaf is among the cheapest 2n - 2 packages is its length.
fn package_merge(frequencies: &[u64]) -> Vec<u8> {
    let leaf = |place: usize| {
        let mut holds = vec![0u8; frequencies.len()];
        if let Some(held) = holds.get_mut(place) {
            *held = 1;
        }
        holds
    };
    let leaves: Vec<Package> = (0..)
        .zip(frequencies)
        .map(|(place, cost)| (*cost, leaf(place)))
        .collect();
    let mut packages = leaves.clone();
    for _ in 1..LONGEST_CODE {
        let mut mixed: Vec<Package> = packages.chunks_exact(2).filter_map(join).collect();
        mixed.extend(leaves.iter().cloned());
        mixed.sort_by_key(|(cost, _)| *cost);
        packages = mixed;
    }
    let cheapest = packages.into_iter().take(2 * frequencies.len() - 2);
    cheapest.fold(vec![0; frequencies.len()], |sum, (_, holds)| {
        add(sum, &holds)
    })
}

/// Its cost, and how often it holds each leaf.
type Package = (u64, Vec<u8>);

fn join(pair: &[Package]) -> Option<Package> {
    match pair {
        [(one, one_holds), (other, other_holds)] => {
            Some((one + other, add(one_holds.clone(), other_holds)))
        }
        _ => None,
    }
}

fn add(mut sum: Vec<u8>, holds: &[u8]) -> Vec<u8> {
    for (total, more) in sum.iter_mut().zip(holds) {
        *total = total.saturating_add(*more);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kraft(counts: &[u8; LONGEST_CODE]) -> u32 {
        (1..)
            .zip(counts)
            .map(|(length, count)| u32::from(*count) << (16 - length))
            .sum()
    }

    #[test]
    fn all_ones_stays_free_and_nothing_is_longer_than_16() {
        let mut fibonacci = [0u32; 256];
        let (mut one, mut other) = (1u32, 1u32);
        for frequency in fibonacci.iter_mut().take(40) {
            *frequency = one;
            (one, other) = (other, one + other);
        }
        let (counts, symbols) = code_lengths(&fibonacci).unwrap();
        assert_eq!(symbols.len(), 40);
        assert_eq!(
            kraft(&counts),
            65_535,
            "complete but for the one code of all ones"
        );
        let place = |symbol| symbols.iter().position(|held| *held == symbol);
        assert!(
            place(39) < place(20) && place(20) < place(0),
            "frequent symbols have shorter codes"
        );
    }

    #[test]
    fn a_single_symbol_has_one_bit() {
        let mut frequencies = [0; 256];
        frequencies[9] = 5;
        let (counts, symbols) = code_lengths(&frequencies).unwrap();
        assert_eq!((counts[0], symbols), (1, vec![9]));
        assert_eq!(code_lengths(&[0; 256]), None);
    }

    #[test]
    fn lengths_are_the_cheapest() {
        let mut frequencies = [0; 256];
        frequencies[..4].copy_from_slice(&[8, 4, 2, 1]);
        let (counts, symbols) = code_lengths(&frequencies).unwrap();
        assert_eq!(symbols, [0, 1, 2, 3]);
        assert_eq!(counts[..4], [1, 1, 1, 1]);
    }
}
