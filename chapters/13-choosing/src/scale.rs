//! Where a number stands in a chart: on a scale from zero, or on one of powers of ten.

/// Where the scale begins and ends; names stand before it, numbers after it.
pub(crate) const LEFT: f64 = 130.0;
const RIGHT: f64 = 540.0;

/// Numbers that differ by more than this don't fit on a scale from zero.
const FAR: f64 = 30.0;

/// The first number and the last.
pub(crate) enum Scale {
    FromZero(f64),
    /// As powers of ten.
    Powers(i32, i32),
}

impl Scale {
    /// For these numbers; none, if there are none.
    pub(crate) fn of(values: impl Iterator<Item = f64>, bars: bool) -> Option<Self> {
        let (mut low, mut high) = (f64::INFINITY, 0.0_f64);
        for value in values.filter(|value| *value > 0.0) {
            (low, high) = (low.min(value), high.max(value));
        }
        if high == 0.0 {
            return None;
        }
        if bars && high / low <= FAR {
            return Some(Self::FromZero(round_up(high)));
        }
        let (low, high) = (power(low.log10().floor()), power(high.log10().ceil()));
        Some(Self::Powers(low, high.max(low + 1)))
    }

    /// Whether a bar's length is its number.
    pub(crate) fn is_from_zero(&self) -> bool {
        matches!(self, Self::FromZero(_))
    }

    pub(crate) fn x(&self, value: f64) -> f64 {
        let part = match self {
            Self::FromZero(high) => value / high,
            Self::Powers(low, high) => (value.log10() - f64::from(*low)) / f64::from(high - low),
        };
        LEFT + part.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    /// The numbers that are written over it, and where.
    pub(crate) fn marks(&self) -> Vec<(f64, f64)> {
        let marks: Vec<f64> = match self {
            Self::FromZero(high) => vec![0.0, high / 2.0, *high],
            Self::Powers(low, high) => (*low..=*high).map(|power| 10_f64.powi(power)).collect(),
        };
        marks.into_iter().map(|value| (value, self.x(value))).collect()
    }
}

/// To 1, 2, 4, 6, 8 or 10 times a power of ten: half of it is a round number too.
fn round_up(value: f64) -> f64 {
    let unit = 10_f64.powi(power(value.log10().floor()));
    let steps = [1.0, 2.0, 4.0, 6.0, 8.0, 10.0].map(|step| step * unit);
    steps.into_iter().find(|step| *step >= value).unwrap_or(10.0 * unit)
}

#[expect(clippy::cast_possible_truncation, reason = "the logarithm of a float is small")]
fn power(logarithm: f64) -> i32 {
    logarithm as i32
}
