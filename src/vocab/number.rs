//! Numbers as the language sees them: compared as IEEE doubles, written with all their digits.

use std::fmt;

/// Whole numbers from here on are written with an exponent, as in ECMAScript.
const EXPONENT_FROM: i128 = 1_000_000_000_000_000_000_000;

/// A JSON number.
///
/// | written | means | canonical |
/// | --- | --- | --- |
/// | `1e2`, `100.0` | 100 | `100` |
/// | `9007199254740993` | the double 9007199254740992 | `9007199254740993`: all its digits |
/// | `-0` | 0 | `0` |
/// | `0.0000001` | 1e-7 | `1e-7`, as RFC 8785 |
/// | `1e21` | 1e21 | `1e+21`, as RFC 8785 |
#[derive(Debug, Clone, Copy)]
pub struct Number {
    /// The value as an IEEE double, which is what the gateway compares. Always finite.
    double: f64,
    /// The exact value, if it is whole and below 1e21 in magnitude.
    whole: Option<i128>,
}

impl Number {
    /// The largest whole number that a double can tell from its neighbours: 2^53 - 1.
    pub const MAX_EXACT: i64 = 9_007_199_254_740_991;

    /// Parses a JSON number. Returns `None` if it is too large for a double. The caller knows that the text
    /// is a JSON number, see [`Number::is_json`].
    pub fn parse(text: &str) -> Option<Self> {
        let double: f64 = text.parse().ok()?;
        double.is_finite().then(|| Self { double, whole: whole_value(text) })
    }

    /// The number of a double; `None` if it is not finite.
    pub fn from_f64(double: f64) -> Option<Self> {
        let is_whole = double.fract() == 0.0 && double.abs() < EXPONENT_FROM as f64;
        double.is_finite().then(|| Self { double, whole: is_whole.then_some(double as i128) })
    }

    /// Whether a text is a number in JSON's grammar: no leading zero, no `+`, no bare dot.
    pub fn is_json(text: &str) -> bool {
        let unsigned = text.strip_prefix('-').unwrap_or(text);
        let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, Some(exponent)),
            None => (unsigned, None),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits(whole)
            && (whole == "0" || !whole.starts_with('0'))
            && fraction.is_none_or(digits)
            && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
    }

    /// The value as a double.
    pub fn as_f64(self) -> f64 {
        self.double
    }

    /// As ECMAScript prints it, whatever digits it was written with.
    pub fn printed(self) -> String {
        Self::from_f64(self.double).map(|number| number.to_string()).unwrap_or_default()
    }

    /// The exact value, if the number is whole and below 1e21 in magnitude.
    pub fn as_whole(self) -> Option<i128> {
        self.whole
    }

    /// Whether a double holds the number without rounding, and no other whole number is rounded to it.
    pub fn is_exact(self) -> bool {
        !self.is_whole() || self.double.abs() <= Self::MAX_EXACT as f64
    }

    /// Whether the number has no fraction.
    pub fn is_whole(self) -> bool {
        self.whole.is_some() || self.double.fract() == 0.0
    }
}

impl From<i64> for Number {
    fn from(whole: i64) -> Self {
        Self { double: whole as f64, whole: Some(i128::from(whole)) }
    }
}

/// Two numbers are equal if their canonical forms are the same.
impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self.whole, other.whole) {
            (Some(left), Some(right)) => left == right,
            (None, None) => self.double == other.double,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

impl Eq for Number {}

impl std::hash::Hash for Number {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.whole.hash(state);
        if self.whole.is_none() {
            self.double.to_bits().hash(state);
        }
    }
}

/// The canonical form.
impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.whole {
            Some(whole) => write!(f, "{whole}"),
            None => f.write_str(ryu_js::Buffer::new().format(self.double)),
        }
    }
}

/// The exact value of a decimal text, if it is whole and below [`EXPONENT_FROM`].
fn whole_value(text: &str) -> Option<i128> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(unsigned) => (true, unsigned),
        None => (false, text),
    };
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits: String = [whole, fraction].concat();
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let trailing_zeros = digits.len() - digits.trim_end_matches('0').len();
    // An exponent that does not fit is far out of range in either direction.
    let exponent: i64 = exponent.parse().ok()?;
    let shift = exponent.checked_sub(fraction.len() as i64)?;
    let magnitude: i128 = if shift >= 0 {
        let length = i64::try_from(digits.len()).ok()?.checked_add(shift)?;
        if length > 21 {
            return None;
        }
        digits.parse::<i128>().ok()? * 10_i128.pow(u32::try_from(shift).ok()?)
    } else {
        let dropped = usize::try_from(-shift).ok()?;
        if dropped > trailing_zeros || digits.len() - dropped > 21 {
            return None;
        }
        digits.get(..digits.len() - dropped)?.parse().ok()?
    };
    (magnitude < EXPONENT_FROM).then_some(if negative { -magnitude } else { magnitude })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canonical_form() {
        for (text, canonical) in [
            ("0", "0"),
            ("-0", "0"),
            ("-0.0", "0"),
            ("0e5", "0"),
            ("100.0", "100"),
            ("1e2", "100"),
            ("1.50e1", "15"),
            ("1500e-2", "15"),
            ("1e20", "100000000000000000000"),
            ("1e21", "1e+21"),
            ("999999999999999999999", "999999999999999999999"),
            ("1000000000000000000000", "1e+21"),
            ("9007199254740993", "9007199254740993"),
            ("-12345678901234567890.0", "-12345678901234567890"),
            ("0.0000001", "1e-7"),
            ("0.5", "0.5"),
            ("-1.5e-10", "-1.5e-10"),
            ("1e-400", "0"),
            ("123456789012345678901234567890", "1.2345678901234568e+29"),
        ] {
            assert_eq!(Number::parse(text).unwrap().to_string(), canonical, "{text}");
        }
        assert!(Number::parse("1e999").is_none());
    }

    #[test]
    fn json_grammar() {
        for good in ["0", "-0", "10", "1.5", "1e5", "1E+5", "0.0e-0"] {
            assert!(Number::is_json(good), "{good}");
        }
        for bad in ["", "-", "01", "+1", ".5", "1.", "1e", "NaN", "Infinity", "1_0", "0x1"] {
            assert!(!Number::is_json(bad), "{bad}");
        }
    }
}
