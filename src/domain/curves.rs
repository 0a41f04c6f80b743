//! Cumulative exposures by training month, for every resident and experience.

use std::collections::HashMap;
use std::sync::Arc;

use chrono::NaiveDate;

use super::catalog::Catalog;
use super::coverage::{Coverage, Covered, Item, Needs};
use super::id::{Code, ResidentId};
use super::resident::{Resident, Span};

/// A dense table of cumulative counts: resident × experience × completed training month.
///
/// Row `k` of a curve is the number of exposures before the end of training month `k`; row 0 is
/// always 0. Residents whose training time is unknown have totals and no curve.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    months: usize,
    codes: HashMap<Code, usize>,
    residents: HashMap<ResidentId, usize>,
    cumulative: Vec<u32>,
    totals: Vec<u32>,
    /// What the data do not cover from the first day on, by pair.
    gaps: HashMap<usize, Covered>,
    /// Of whom nothing at all is there in the first months of training, with the days from then on.
    late: HashMap<ResidentId, Span>,
    /// How many exposures of an experience come on one day's list; 1 where they are not named.
    lists: HashMap<Code, f64>,
    /// What the source says of itself; `None` where nobody asked, and everything is taken as covered.
    coverage: Option<Arc<Coverage>>,
}

impl Curves {
    /// Makes an empty table for `months` training months.
    pub fn new(
        codes: impl IntoIterator<Item = Code>,
        residents: impl IntoIterator<Item = ResidentId>,
        months: usize,
    ) -> Self {
        let codes: HashMap<_, _> = codes.into_iter().enumerate().map(|(i, c)| (c, i)).collect();
        let residents: HashMap<_, _> = residents.into_iter().enumerate().map(|(i, r)| (r, i)).collect();
        let pairs = codes.len() * residents.len();
        let (cumulative, totals) = (vec![0; pairs * (months + 1)], vec![0; pairs]);
        Self {
            months,
            cumulative,
            totals,
            codes,
            residents,
            gaps: HashMap::new(),
            late: HashMap::new(),
            lists: HashMap::new(),
            coverage: None,
        }
    }

    /// Adds `n` exposures. `month` is the training month (0-based, of the day) or `None` where it
    /// is unknown; months past the table's end count in its last row.
    pub fn add(&mut self, code: &Code, resident: &ResidentId, month: Option<usize>, n: u32) {
        self.add_all(code, resident, [(month, n)]);
    }

    /// Adds the exposures of several months, as [`Self::add`] does those of one.
    pub fn add_all(
        &mut self,
        code: &Code,
        resident: &ResidentId,
        counts: impl IntoIterator<Item = (Option<usize>, u32)>,
    ) {
        let Some(pair) = self.pair(code, resident) else { return };
        let start = pair * (self.months + 1);
        for (month, n) in counts {
            self.totals[pair] = self.totals[pair].saturating_add(n);
            if let Some(month) = month {
                let cell = &mut self.cumulative[start + (month + 1).min(self.months)];
                *cell = cell.saturating_add(n);
            }
        }
    }

    /// Turns the counts by month that `add` left into cumulative ones. Called once, after the last `add`.
    #[must_use]
    pub fn accumulate(mut self) -> Self {
        for curve in self.cumulative.chunks_exact_mut(self.months + 1) {
            for row in 1..curve.len() {
                curve[row] = curve[row].saturating_add(curve[row - 1]);
            }
        }
        self
    }

    /// Notes of which experiences the data say nothing, or not from the first day on, by resident.
    #[must_use]
    pub fn within(mut self, coverage: Coverage, catalog: &Catalog) -> Self {
        for resident in &catalog.residents {
            let whole = coverage.days_of(resident, catalog.program.data_to);
            // Many definitions need the same.
            let mut told: Vec<(&Needs, Covered)> = Vec::new();
            for definition in &catalog.definitions {
                let known = told.iter().find(|(needs, _)| **needs == definition.needs);
                let covered = if let Some((_, covered)) = known {
                    covered.clone()
                } else {
                    let covered = coverage.of(&definition.needs, &resident.id, whole);
                    told.push((&definition.needs, covered.clone()));
                    covered
                };
                if let Some(pair) =
                    self.pair(&definition.code, &resident.id).filter(|_| covered != Covered::Whole)
                {
                    self.gaps.insert(pair, covered);
                }
            }
        }
        self.coverage = Some(Arc::new(coverage));
        self
    }

    /// Notes of which experiences several exposures come on one day, and how many.
    #[must_use]
    pub fn in_lists(self, lists: impl IntoIterator<Item = (Code, f64)>) -> Self {
        Self { lists: lists.into_iter().collect(), ..self }
    }

    /// Returns how many exposures of an experience come on one day's list, beyond what chance would put on one day.
    pub fn lists(&self, code: &Code) -> f64 {
        self.lists.get(code).copied().unwrap_or(1.0)
    }

    /// Notes of whom nothing is there before a day: what they met before, elsewhere or unrecorded, is not known.
    #[must_use]
    pub fn seen_from(mut self, late: impl IntoIterator<Item = (ResidentId, Span)>) -> Self {
        self.late = late.into_iter().collect();
        let codes: Vec<Code> = self.codes.keys().cloned().collect();
        for (resident, span) in self.late.clone() {
            let pairs: Vec<usize> = codes.iter().filter_map(|code| self.pair(code, &resident)).collect();
            for pair in pairs {
                self.gaps.entry(pair).or_insert_with(|| Covered::Partly(vec![span]));
            }
        }
        self
    }

    /// Returns what the source says of itself, where it was asked.
    pub fn coverage(&self) -> Option<&Coverage> {
        self.coverage.as_deref()
    }

    /// Tells on which days of training the cases of a resident are in the data.
    pub fn cases_covered(&self, resident: &Resident, as_of: NaiveDate) -> Covered {
        let days = |coverage: &Coverage| {
            let days = coverage.days_of(resident, as_of);
            coverage.of(&Needs::of([Item::Case]), &resident.id, days)
        };
        match (self.coverage().map_or(Covered::Whole, days), self.late.get(&resident.id)) {
            (Covered::Whole, Some(span)) => Covered::Partly(vec![*span]),
            (covered, _) => covered,
        }
    }

    /// Tells for which days of a resident's training the data can say anything of an experience.
    pub fn covered(&self, code: &Code, resident: &ResidentId) -> &Covered {
        self.pair(code, resident).and_then(|pair| self.gaps.get(&pair)).unwrap_or(&Covered::Whole)
    }

    /// Returns the cumulative counts of one resident, `months() + 1` of them, starting with 0.
    pub fn curve(&self, code: &Code, resident: &ResidentId) -> Option<&[u32]> {
        let pair = self.pair(code, resident)?;
        let start = pair * (self.months + 1);
        self.cumulative.get(start..=start + self.months)
    }

    /// Returns the table of one resident alone, as it was at the end of a training month.
    #[must_use]
    pub fn of_one(&self, resident: &ResidentId, month: usize) -> Self {
        let mut one = Self::new(self.codes.keys().cloned(), [resident.clone()], self.months);
        for code in self.codes.keys() {
            let (Some(from), Some(to), Some(curve)) =
                (self.pair(code, resident), one.pair(code, resident), self.curve(code, resident))
            else {
                continue;
            };
            let met = curve[month.min(self.months)];
            one.totals[to] = met;
            for (cell, n) in one.cumulative[to * (self.months + 1)..].iter_mut().zip(curve) {
                *cell = (*n).min(met);
            }
            if let Some(gap) = self.gaps.get(&from) {
                one.gaps.insert(to, gap.clone());
            }
        }
        one.late.extend(self.late.get(resident).map(|span| (resident.clone(), *span)));
        one.lists.clone_from(&self.lists);
        one.coverage.clone_from(&self.coverage);
        one
    }

    /// Returns all exposures of one resident up to the as-of date, of known training month or not.
    pub fn total(&self, code: &Code, resident: &ResidentId) -> u32 {
        self.pair(code, resident).map_or(0, |pair| self.totals[pair])
    }

    /// Returns the number of training months that a curve covers.
    pub fn months(&self) -> usize {
        self.months
    }

    fn pair(&self, code: &Code, resident: &ResidentId) -> Option<usize> {
        // All of one resident lie together, as they are read.
        Some(self.residents.get(resident)? * self.codes.len() + self.codes.get(code)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_rises_in_the_month_of_the_exposure_and_stays() {
        let code: Code = "spinal".parse().unwrap();
        let who: ResidentId = "R1".parse().unwrap();
        let mut curves = Curves::new([code.clone()], [who.clone()], 4);
        curves.add(&code, &who, Some(0), 2);
        curves.add(&code, &who, Some(2), 1);
        curves.add(&code, &who, Some(9), 5);
        curves.add(&code, &who, None, 7);
        let curves = curves.accumulate();
        assert_eq!(curves.curve(&code, &who), Some([0, 2, 2, 3, 8].as_slice()));
        assert_eq!(curves.total(&code, &who), 15);
    }

    #[test]
    fn the_table_of_one_ends_with_the_month_that_is_asked_for() {
        let code: Code = "spinal".parse().unwrap();
        let [who, other]: [ResidentId; 2] = ["R1", "R2"].map(|id| id.parse().unwrap());
        let mut curves = Curves::new([code.clone()], [other.clone(), who.clone()], 3);
        for (resident, month, n) in [(&who, 0, 2), (&who, 1, 3), (&who, 2, 4), (&other, 0, 9)] {
            curves.add(&code, resident, Some(month), n);
        }
        let one = curves.accumulate().of_one(&who, 2);
        assert_eq!(one.curve(&code, &who), Some([0, 2, 5, 5].as_slice()));
        assert_eq!((one.total(&code, &who), one.total(&code, &other)), (5, 0));
    }
}
