//! The words by which the messages of a sweep are told apart, and the shape of these messages.

use crate::text::Payload;

/// Each a letter that no word of a protocol needs (`fin`, `bye`, `quit`, `list`, `/me`…) next to a vowel.
const CONSONANTS: [u8; 10] = *b"bdglnprtvz";
const VOWELS: [u8; 4] = *b"aiou";
const SYLLABLES: u64 = 40;

/// A word without meaning, as in `rovagulu`. Words of one seed have the same length (a count of letters must
/// grow by the same each time) and are all different, up to two million of them. They are not to
/// be foreseen or recognised, so that no server can be careful with them alone.
pub(super) fn word(seed: u64, number: u32) -> String {
    let length = 4 + usize::try_from(seed % 3).unwrap_or(0);
    let words = SYLLABLES.pow(u32::try_from(length).unwrap_or(4));
    // Odd and no multiple of 5: a step that meets every word before it meets one twice.
    let step = (seed >> 8) % (words / 10) * 10 + 7;
    let mut rest = (seed % words + u64::from(number) % words * step) % words;
    let mut word = String::new();
    for _ in 0..length {
        let syllable = usize::try_from(rest % SYLLABLES).unwrap_or(0);
        word.push(char::from(CONSONANTS[syllable / 4]));
        word.push(char::from(VOWELS[syllable % 4]));
        rest /= SYLLABLES;
    }
    word
}

/// One of the shapes of messages, so that being careful with it means being careful with all of them.
pub(super) fn one_of(shapes: &[Payload], seed: u64) -> String {
    let chosen = usize::try_from(seed >> 40).unwrap_or(0) % shapes.len().max(1);
    shapes.get(chosen).map(|shape| String::from_utf8_lossy(&shape.0).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn words_of_a_seed_differ_and_are_equally_long() {
        for seed in [0, 1, 7, 0xdead_beef, u64::MAX] {
            let words: HashSet<String> = (0..20_000).map(|n| word(seed, n)).collect();
            assert_eq!(words.len(), 20_000);
            let length = word(seed, 0).len();
            assert!(words.iter().all(|w| w.len() == length && (8..=12).contains(&length)));
        }
        assert_ne!(word(1, 1), word(2, 1));
    }

    #[test]
    fn every_shape_is_chosen_for_some_submission() {
        let shapes = ["a", "b", "c"].map(Payload::from);
        let seed = |n: u32| u64::from(crc32fast::hash(&n.to_le_bytes())).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let chosen: HashSet<String> = (0..30).map(|n| one_of(&shapes, seed(n))).collect();
        assert_eq!(chosen.len(), shapes.len());
        assert_eq!(one_of(&shapes[..1], u64::MAX), "a");
        assert_eq!(one_of(&[], 7), "");
    }
}
