//! Medians, centiles and how they print.

use std::time::Duration;

/// Returns the value below which `share` of the values lie, by nearest rank.
pub fn centile<T: Copy + Ord>(values: &[T], share: f64) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

pub fn median<T: Copy + Ord>(values: &[T]) -> Option<T> {
    centile(values, 0.5)
}

/// Writes a time in milliseconds.
pub fn ms(time: Option<Duration>) -> String {
    time.map_or_else(|| "not measured".to_owned(), |time| format!("{:.2} ms", time.as_secs_f64() * 1e3))
}

/// Writes one line: what, ours, the peer's, their ratio and the target.
pub fn ratio(what: &str, ours: &str, peer: &str, ratio: f64, target: f64) {
    let kept = if ratio <= target { "kept" } else { "MISSED" };
    println!("  {what:<34} {ours:>12}  peer {peer:>12}  ratio {ratio:>5.2}  target {target:.1} {kept}");
}
