//! Centiles from outside the program: what a table of many programs says is usual.

use chrono::NaiveDate;

/// The centile lines of one experience from one source.
#[derive(Clone, Debug, PartialEq)]
pub struct Benchmark {
    /// Who published it.
    pub source: String,
    /// The day that it describes.
    pub as_of: NaiveDate,
    /// Lowest centile first.
    pub lines: Vec<BenchmarkLine>,
    /// Lines that contradict themselves and are not shown.
    pub left_out: usize,
}

/// One centile line, at the training months that the source gives.
#[derive(Clone, Debug, PartialEq)]
pub struct BenchmarkLine {
    /// 0 to 100.
    pub centile: f64,
    /// Cumulative exposures by training month, in order of months.
    pub points: Vec<(f64, f64)>,
}

impl Benchmark {
    /// Makes a benchmark from rows of (centile, training month, value); `None` where no line holds.
    ///
    /// A line holds where its centile lies within 0 to 100, it has one value a month, and no value
    /// is negative or below that of an earlier month, as cumulative counts cannot be.
    pub fn new(source: String, as_of: NaiveDate, rows: &[(f64, f64, f64)]) -> Option<Self> {
        let mut rows: Vec<_> = rows.to_vec();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let chunks: Vec<_> = rows.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()).collect();
        let lines: Vec<BenchmarkLine> = chunks.iter().filter_map(|rows| line(rows)).collect();
        let left_out = chunks.len() - lines.len();
        (!lines.is_empty()).then_some(Self { source, as_of, lines, left_out })
    }

    /// Returns the line of one centile.
    pub fn line(&self, centile: f64) -> Option<&BenchmarkLine> {
        self.lines.iter().find(|line| line.centile.total_cmp(&centile).is_eq())
    }
}

fn line(rows: &[(f64, f64, f64)]) -> Option<BenchmarkLine> {
    let centile = rows.first()?.0;
    let points: Vec<_> = rows.iter().map(|(_, month, value)| (*month, *value)).collect();
    let sound = (0.0..=100.0).contains(&centile)
        && points.iter().all(|(month, value)| *month >= 0.0 && value.is_finite() && *value >= 0.0)
        && points.array_windows().all(|[a, b]| a.0 < b.0 && a.1 <= b.1);
    sound.then_some(BenchmarkLine { centile, points })
}

impl BenchmarkLine {
    /// Returns the height at a training month, straight between two given ones; `None` outside them.
    pub fn at(&self, month: f64) -> Option<f64> {
        let after = self.points.iter().position(|(given, _)| *given >= month)?;
        let (to, high) = self.points[after];
        if to <= month {
            return Some(high);
        }
        let (from, low) = *self.points.get(after.checked_sub(1)?)?;
        Some(low + (high - low) * (month - from) / (to - from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn benchmark(rows: &[(f64, f64, f64)]) -> Option<Benchmark> {
        Benchmark::new("a table".into(), "2026-01-01".parse().unwrap(), rows)
    }

    #[test]
    fn a_line_is_read_between_its_months_and_not_beyond_them() {
        let made = benchmark(&[(50.0, 24.0, 20.0), (50.0, 12.0, 8.0), (10.0, 12.0, 4.0)]).unwrap();
        assert_eq!(made.lines.iter().map(|l| l.centile).collect::<Vec<_>>(), [10.0, 50.0]);
        let median = made.line(50.0).unwrap();
        assert_eq!([12.0, 18.0, 24.0].map(|m| median.at(m)), [Some(8.0), Some(14.0), Some(20.0)]);
        assert_eq!([11.9, 24.1].map(|m| median.at(m)), [None, None]);
    }

    #[test]
    fn a_line_that_contradicts_itself_is_left_out_and_counted() {
        let good = [(50.0, 12.0, 8.0), (50.0, 24.0, 8.0)];
        for bad in [
            [(90.0, 12.0, 9.0), (90.0, 24.0, 8.0)],
            [(120.0, 12.0, 9.0), (120.0, 24.0, 9.0)],
            [(90.0, 12.0, 9.0), (90.0, 12.0, 10.0)],
            [(90.0, 12.0, f64::NAN), (90.0, 24.0, 10.0)],
            [(90.0, 12.0, -1.0), (90.0, 24.0, 10.0)],
        ] {
            let made = benchmark(&[good, bad].concat()).unwrap();
            assert_eq!((made.lines.len(), made.left_out), (1, 1), "{bad:?}");
            assert_eq!(benchmark(&bad), None);
        }
    }
}
