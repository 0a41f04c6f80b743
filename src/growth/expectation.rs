//! What a reference group leads one to expect of a count, given training time and rotations had.

use super::negative_binomial::NegativeBinomial;

/// The fewest members that an expectation may be taken from, as for every other rate.
pub const FEWEST: usize = 10;

/// The least dispersion between residents that a group may claim: a coefficient of variation of 5 %.
///
/// Where chance alone explains the spread of a group, moments would say that all residents are alike.
const LEAST_DISPERSION: f64 = 0.0025;

/// The dispersion that is assumed where no experience of the group tells one: a coefficient of 25 %.
const USUAL_DISPERSION: f64 = 0.0625;

/// How many members' worth of belief the dispersion common to all experiences carries.
const POOL_WEIGHT: f64 = 8.0;

/// Months over which the dispersion is smoothed: the standard deviation of a Gaussian kernel.
const BANDWIDTH: f64 = 3.0;

/// How much the lasting share differs between experiences: a standard deviation.
const LASTING_VARIES: f64 = 0.15;

/// Where a resident stands on the axes that an expectation knows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainingPlace {
    /// Training months done.
    pub month: f64,
    /// Months of them on the rotations that bring the experience; `None` where every rotation brings
    /// it, or where the rotations are not known.
    pub on_rotations: Option<f64>,
}

/// One member of a reference group, as an expectation reads it.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// Cumulative counts before the end of each whole training month, from month 0.
    pub curve: &'a [u32],
    /// Cumulative months on the rotations that bring the experience, likewise.
    pub on_rotations: Option<&'a [f64]>,
}

/// The mean and the spread of one experience in a reference group.
///
/// Counts are negative binomial. The mean follows training time, and is moved where a resident has
/// been on the bringing rotations longer or shorter than the group had been by then: so like is
/// compared with like, before, in and after a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Expectation {
    n: usize,
    /// Mean cumulative count by whole training month, from month 0.
    mean: Vec<f64>,
    /// Mean cumulative months on the bringing rotations; empty where they play no part.
    on_rotations: Vec<f64>,
    /// The variance of those months between members, likewise.
    between: Vec<f64>,
    /// Further exposures that a further month on those rotations brings.
    per_month: f64,
    /// The variance of one exposure: 1 where each comes by itself, more where several come on one day's list.
    lists: f64,
    /// Dispersion between residents by whole training month, smooth.
    dispersion: Vec<f64>,
    /// Degrees of freedom behind each dispersion.
    freedom: Vec<f64>,
    /// The share of the dispersion that is a resident's own and lasts; the rest is the luck of a time.
    /// Before it is pooled, an estimate that may lie outside 0 to 1.
    lasting: f64,
    /// The precision of that estimate: 1 / its variance.
    precision: f64,
}

/// What the dispersions of all experiences of a group have in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Pool {
    dispersion: Vec<f64>,
    lasting: f64,
}

impl Expectation {
    /// Fits one experience to the members of a group, each of whose curves covers `months` months.
    ///
    /// Mean by month; the effect of a month on the rotations by least squares within each month of
    /// training, never negative; dispersion by moments about these means, smoothed over months.
    /// `None` under [`FEWEST`] members.
    pub fn of(members: &[Member<'_>], months: usize) -> Option<Self> {
        Self::of_lists(members, months, 1.0)
    }

    /// Fits an experience whose exposures come in lists: `lists` is the mean number on the list of an exposure, so that a
    /// count varies by chance as `lists` times its mean (a compound Poisson count).
    pub fn of_lists(members: &[Member<'_>], months: usize, lists: f64) -> Option<Self> {
        if members.len() < FEWEST || members.iter().any(|m| m.curve.len() <= months) {
            return None;
        }
        let n = members.len();
        let mean = (0..=months).map(|t| average(members.iter().map(|m| f64::from(m.curve[t])))).collect();
        let known: Vec<&[f64]> = members.iter().filter_map(|m| m.on_rotations).collect();
        let on_rotations: Vec<f64> = if known.len() < FEWEST {
            Vec::new()
        } else {
            (0..=months).map(|t| average(known.iter().map(|k| k[t]))).collect()
        };
        let variance = |(t, &mean): (usize, &f64)| average(known.iter().map(|k| (k[t] - mean).powi(2)));
        let between = on_rotations.iter().enumerate().map(variance).collect();
        let per_month = if on_rotations.is_empty() { 0.0 } else { slope(members, months) };
        let mut fitted = Self {
            n,
            mean,
            on_rotations,
            between,
            per_month,
            lists: lists.max(1.0),
            dispersion: Vec::new(),
            freedom: Vec::new(),
            lasting: 1.0,
            precision: 0.0,
        };
        fitted.dispersion = fitted.smooth_dispersion(members);
        (fitted.lasting, fitted.precision) = fitted.lasting_share(members);
        fitted.freedom = vec![0.0; months + 1];
        Some(fitted)
    }

    /// Draws the dispersion towards what is common to all experiences of the group, and says how sure it is.
    #[must_use]
    pub fn pooled(mut self, pool: &Pool) -> Self {
        for (t, own) in self.dispersion.iter_mut().enumerate() {
            let common = pool.dispersion.get(t).copied().unwrap_or(USUAL_DISPERSION);
            let freedom = freedom(self.n, self.mean[t], f64::midpoint(*own, common));
            *own = ((freedom * *own + POOL_WEIGHT * common) / (freedom + POOL_WEIGHT)).max(LEAST_DISPERSION);
            self.freedom[t] = freedom + POOL_WEIGHT;
        }
        let known = self.precision * self.lasting + LASTING_VARIES.powi(-2) * pool.lasting;
        self.lasting = (known / (self.precision + LASTING_VARIES.powi(-2))).clamp(0.0, 1.0);
        self
    }

    /// Returns the number of members behind it.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Returns the expected count at a place.
    ///
    /// Past the last month of the group's training, at the pace of its last year.
    pub fn expected(&self, place: TrainingPlace) -> f64 {
        let usual = place.on_rotations.and(extended(&self.on_rotations, place.month));
        self.moved(extended(&self.mean, place.month).unwrap_or(0.0), place.on_rotations, usual)
    }

    /// Returns the expected count by the end of the group's training.
    pub fn whole(&self) -> f64 {
        self.mean.last().copied().unwrap_or(0.0)
    }

    /// Returns the dispersion between residents at a place.
    ///
    /// Where it is not known how long a resident has been on the bringing rotations, what that may
    /// make of the count is part of it.
    pub fn dispersion(&self, place: TrainingPlace) -> f64 {
        let mean = self.expected(place);
        let of_lists = if mean > 0.0 { (self.lists - 1.0) / mean } else { 0.0 };
        let own = nearest(&self.dispersion, place.month).unwrap_or(USUAL_DISPERSION) + of_lists;
        match nearest(&self.between, place.month) {
            Some(between) if place.on_rotations.is_none() && mean > 0.0 => {
                own + between * (self.per_month / mean).powi(2)
            }
            _ => own,
        }
    }

    /// Returns the dispersion between residents by the end of the group's training.
    pub fn whole_dispersion(&self) -> f64 {
        self.dispersion.last().copied().unwrap_or(USUAL_DISPERSION)
    }

    /// Returns the variance of one exposure beside that of one that comes by itself.
    pub fn lists(&self) -> f64 {
        self.lists
    }

    /// Returns the share of the dispersion that is a resident's own and lasts, 0 to 1.
    pub fn lasting(&self) -> f64 {
        self.lasting.clamp(0.0, 1.0)
    }

    /// Returns the distribution of a newcomer's count at a place.
    ///
    /// Its dispersion holds what the group's mean itself may be off: (1 / mean + dispersion) / n.
    pub fn distribution(&self, place: TrainingPlace) -> NegativeBinomial {
        self.newcomer(self.expected(place), self.dispersion(place))
    }

    /// Returns the probability that a resident like the group has a count as low as this: a mid-P.
    ///
    /// Averaged over what the dispersion may be: log-normal about its estimate with variance
    /// 2 / degrees of freedom, at the three points of Gauss and Hermite.
    ///
    /// `None` where it is above `limit`, which is found without adding up the rest.
    pub fn as_low_as(&self, count: u32, place: TrainingPlace, limit: f64) -> Option<f64> {
        let (mean, dispersion) = (self.expected(place), self.dispersion(place));
        let freedom = nearest(&self.freedom, place.month).unwrap_or(POOL_WEIGHT).max(1.0);
        let spread = (2.0 / freedom).sqrt() * 3.0_f64.sqrt();
        let mut sum = 0.0;
        for (step, weight) in [(0.0, 2.0 / 3.0), (spread, 1.0 / 6.0), (-spread, 1.0 / 6.0)] {
            let one = self.newcomer(mean, dispersion * f64::exp(step));
            sum += weight * one.mid_p_within(count, (limit - sum) / weight)?;
        }
        Some(sum)
    }

    /// Returns what the group's own mean may be off: the variance of a mean of n counts, relative to it.
    pub fn unsure(&self, mean: f64, dispersion: f64) -> f64 {
        if mean > 0.0 { (1.0 / mean + dispersion) / self.n as f64 } else { 0.0 }
    }

    fn newcomer(&self, mean: f64, dispersion: f64) -> NegativeBinomial {
        NegativeBinomial::new(mean, dispersion + self.unsure(mean, dispersion))
    }

    fn expected_of(&self, member: &Member<'_>, t: usize) -> f64 {
        let on_rotations = member.on_rotations.map(|months| months[t]);
        self.moved(self.mean[t], on_rotations, self.on_rotations.get(t).copied())
    }

    /// Moves a mean by what somebody's months on the rotations differ from the group's.
    fn moved(&self, mean: f64, on_rotations: Option<f64>, usual: Option<f64>) -> f64 {
        let apart = on_rotations.zip(usual).map_or(0.0, |(months, usual)| months - usual);
        (mean + self.per_month * apart).max(0.0)
    }

    /// Takes the dispersion by moments, (Σ(y − m)² − Σm) / Σm², month by month, and smooths it with
    /// each month weighed by how much its counts tell.
    fn smooth_dispersion(&self, members: &[Member<'_>]) -> Vec<f64> {
        let correction = self.n as f64 / (self.n as f64 - 1.0);
        let raw: Vec<(f64, f64)> = (0..self.mean.len())
            .map(|t| {
                let (mut squares, mut chance, mut scale) = (0.0, 0.0, 0.0);
                for member in members {
                    let expected = self.expected_of(member, t);
                    squares += (f64::from(member.curve[t]) - expected).powi(2);
                    chance += expected;
                    scale += expected * expected;
                }
                let weight =
                    if self.mean[t] > 0.0 { (USUAL_DISPERSION + 1.0 / self.mean[t]).powi(-2) } else { 0.0 };
                if scale > 0.0 {
                    ((correction * squares - self.lists * chance) / scale, weight)
                } else {
                    (0.0, 0.0)
                }
            })
            .collect();
        (0..raw.len())
            .map(|t| {
                let near = |s: usize| (-0.5 * ((s as f64 - t as f64) / BANDWIDTH).powi(2)).exp();
                let weights: f64 = raw.iter().enumerate().map(|(s, (_, w))| near(s) * w).sum();
                let sum: f64 = raw.iter().enumerate().map(|(s, (d, w))| near(s) * w * d).sum();
                if weights > 0.0 { (sum / weights).max(0.0) } else { USUAL_DISPERSION }
            })
            .collect()
    }

    /// Returns the share of the dispersion that lasts, and the precision (1 / variance) of that.
    ///
    /// From what each member met of the expected in the first half of training and in the second: what
    /// the two differ by beyond Poisson's chance, 1 / m₁ + 1 / m₂, does not last. Each half holds twice
    /// the luck of the whole, their difference four times.
    fn lasting_share(&self, members: &[Member<'_>]) -> (f64, f64) {
        let last = self.mean.len() - 1;
        let half = last / 2;
        let whole = self.dispersion[last];
        let apart: Vec<(f64, f64)> = members
            .iter()
            .filter_map(|member| {
                let first = self.expected_of(member, half);
                let second = self.expected_of(member, last) - first;
                let count = f64::from(member.curve[half]);
                let more = f64::from(member.curve[last]) - count;
                let apart = count / first - more / second;
                (first >= 1.0 && second >= 1.0)
                    .then_some((apart * apart, self.lists / first + self.lists / second))
            })
            .collect();
        if apart.len() < FEWEST || whole < LEAST_DISPERSION {
            return (1.0, 0.0);
        }
        let (apart, chance) = (average(apart.iter().map(|a| a.0)), average(apart.iter().map(|a| a.1)));
        let precision = (4.0 * whole / chance).powi(2) * members.len() as f64 / 2.0;
        (1.0 - (apart - chance) / 4.0 / whole, precision)
    }
}

impl Pool {
    /// Takes the middle of the dispersions of all experiences that are met often enough to have one.
    pub fn of<'a>(fits: impl IntoIterator<Item = &'a Expectation>) -> Self {
        /// Expected exposures from which a dispersion says more about residents than about chance.
        const OFTEN: f64 = 8.0;
        let fits: Vec<&Expectation> = fits.into_iter().collect();
        let months = fits.iter().map(|f| f.dispersion.len()).max().unwrap_or(0);
        let dispersion = (0..months)
            .map(|t| {
                let often = fits.iter().filter(|f| f.mean.get(t).is_some_and(|&mean| mean >= OFTEN));
                median(often.map(|f| f.dispersion[t]).collect()).unwrap_or(USUAL_DISPERSION)
            })
            .collect();
        let known = fits.iter().filter(|f| f.precision > 0.0);
        let weighed: Vec<(f64, f64)> =
            known.map(|f| (1.0 / (1.0 / f.precision + LASTING_VARIES.powi(2)), f.lasting)).collect();
        let weights: f64 = weighed.iter().map(|(weight, _)| weight).sum();
        let sum: f64 = weighed.iter().map(|(weight, lasting)| weight * lasting).sum();
        Self { dispersion, lasting: if weights > 0.0 { (sum / weights).clamp(0.0, 1.0) } else { 1.0 } }
    }
}

/// Returns how many members' worth of knowledge about the dispersion their counts hold.
///
/// Of the variance 1 / mean + d that a count shows, only d is of the residents.
fn freedom(n: usize, mean: f64, dispersion: f64) -> f64 {
    if mean <= 0.0 {
        return 0.0;
    }
    let share = dispersion / (dispersion + 1.0 / mean);
    (n as f64 - 1.0) * share * share
}

/// Returns the further exposures of a further month on the rotations, by least squares within months.
///
/// Comparing members in the same month of training takes out what training time alone brings.
fn slope(members: &[Member<'_>], months: usize) -> f64 {
    let (mut together, mut spread) = (0.0, 0.0);
    for t in 0..months {
        let steps: Vec<(f64, f64)> = members
            .iter()
            .filter_map(|m| {
                let time = m.on_rotations?;
                Some((time[t + 1] - time[t], f64::from(m.curve[t + 1]) - f64::from(m.curve[t])))
            })
            .collect();
        let (time, count) = (average(steps.iter().map(|s| s.0)), average(steps.iter().map(|s| s.1)));
        for (on, n) in steps {
            together += (on - time) * (n - count);
            spread += (on - time).powi(2);
        }
    }
    if spread > 1e-9 { (together / spread).max(0.0) } else { 0.0 }
}

/// Returns a cumulative mean at a fractional month, linear between months and past the last one.
///
/// `None` of nothing.
fn extended(by_month: &[f64], month: f64) -> Option<f64> {
    let last = by_month.len().checked_sub(1)?;
    let month = month.max(0.0);
    if month >= last as f64 {
        let year = last.min(12);
        let pace = if year > 0 { (by_month[last] - by_month[last - year]) / year as f64 } else { 0.0 };
        return Some(by_month[last] + (month - last as f64) * pace);
    }
    let below = month.floor() as usize;
    Some(by_month[below] + (by_month[below + 1] - by_month[below]) * (month - below as f64))
}

fn nearest(by_month: &[f64], month: f64) -> Option<f64> {
    let last = by_month.len().checked_sub(1)?;
    by_month.get((month.round().max(0.0) as usize).min(last)).copied()
}

fn average(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut n) = (0.0, 0.0);
    for value in values {
        sum += value;
        n += 1.0;
    }
    if n > 0.0 { sum / n } else { 0.0 }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    super::quantile::type7(&values, 0.5)
}

#[cfg(test)]
mod tests;
