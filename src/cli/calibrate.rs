//! `trellis calibrate`.

use std::io::Write;

use color_eyre::Result;

use super::Exit;
use super::telling::show_progress;
use crate::prompts::Thresholds;
use crate::prompts::calibration::methods::{self, Compared};
use crate::prompts::calibration::{Calibration, Effort, Found, LineCoverage, calibrate};

/// Simulate programs, and print how well bands, forecasts and prompts keep their word
#[derive(clap::Args, Debug)]
#[command(after_help = "Example: trellis calibrate --seed 7\n\n\
    Nobody in the simulated programs differs from the group but by chance, or but for one shortage \
    that is planted. Ends with 1 where the budget of chance prompts is not kept.")]
pub struct CalibrateArgs {
    /// Which chance to draw; the same seed prints the same
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// How many reference groups to simulate
    #[arg(long, value_name = "N", default_value_t = Effort::default().groups as u32,
          value_parser = clap::value_parser!(u32).range(1..=10_000))]
    groups: u32,
    /// How many graduates make a group
    #[arg(long, value_name = "N", default_value_t = Effort::default().graduates as u32,
          value_parser = clap::value_parser!(u32).range(20..=5_000))]
    graduates: u32,
    /// Compare the two ways to draw bands instead, on groups of 20 to 2,000
    #[arg(long, conflicts_with_all = ["groups", "graduates"])]
    methods: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// Runs the command.
pub fn run(args: &CalibrateArgs, out: &mut impl Write) -> Result<Exit> {
    if args.methods {
        return compare_methods(args, out);
    }
    let effort =
        Effort { groups: args.groups as usize, graduates: args.graduates as usize, ..Effort::default() };
    let mut progress =
        |done: usize, all: usize| show_progress(&format!("simulating group {done} of {all}"), done == all);
    let found = calibrate(args.seed, effort, &Thresholds::default(), &mut progress)?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &found)?;
        writeln!(out)?;
    } else {
        print(&found, out)?;
    }
    Ok(if found.keeps_its_word() { Exit::Done } else { Exit::Wrong })
}

fn compare_methods(args: &CalibrateArgs, out: &mut impl Write) -> Result<Exit> {
    let mut progress =
        |done: usize, all: usize| show_progress(&format!("simulating {done} of {all}"), done == all);
    let rows = methods::compare(args.seed, &mut progress)?;
    if args.json {
        serde_json::to_writer_pretty(&mut *out, &rows)?;
        writeln!(out)?;
        return Ok(Exit::Done);
    }
    writeln!(out, "graduates  rotations  method                    error  worst  width  unsteady")?;
    for Compared { graduates, rotations, method, error, worst, width, unsteady } in &rows {
        let rotations = if *rotations { "in blocks" } else { "none" };
        writeln!(
            out,
            "{graduates:>9}  {rotations:<9}  {method:<24}  {error:.3}  {worst:.3}  {width:.3}  {unsteady:.3}"
        )?;
    }
    writeln!(
        out,
        "error, worst: share of newcomers below a line against its name, mean and largest of 10 to 90\n\
         width: lines 10 to 90, as a share of the mean count\n\
         unsteady: how much line 10 differs between groups, likewise"
    )?;
    Ok(Exit::Done)
}

fn print(found: &Calibration, out: &mut impl Write) -> Result<()> {
    writeln!(
        out,
        "Simulated from seed {}: {} groups of {} graduates, {} newcomers, {} experiences.\n",
        found.seed, found.groups, found.graduates, found.residents, found.experiences
    )?;
    writeln!(out, "Prompts about experience, per resident and meeting, where nobody differs from the group")?;
    writeln!(
        out,
        "  all rules                         {:.2}   (at most 0.50)",
        found.false_prompts_per_resident
    )?;
    for (rule, each) in &found.false_prompts_by_rule {
        writeln!(out, "    {rule:<32}{each:.2}")?;
    }
    writeln!(out, "  naive: below the 10th centile     {:.2}\n", found.naive_prompts_per_resident)?;
    writeln!(
        out,
        "A shortage planted: a quarter of the rate from the first day, share prompted at month 24"
    )?;
    writeln!(out, "  expected  variation  residents  found  oracle  found / oracle")?;
    for Found { expected, variation, residents, found, oracle } in &found.planted {
        writeln!(
            out,
            "  {expected:>8.0}  {variation:>9.2}  {residents:>9}  {found:>5.2}  {oracle:>6.2}  {:>14.2}",
            found / oracle
        )?;
    }
    writeln!(out, "  The oracle knows the true distribution and prompts as often by chance.\n")?;
    writeln!(out, "Centile lines: share of newcomers below each, by mid-P, where 10 or more were expected")?;
    for LineCoverage { nominal, observed, n } in &found.band_coverage {
        writeln!(out, "  {nominal:>5.2}   {observed:.3}   of {n}")?;
    }
    writeln!(
        out,
        "\nForecasts: 80 % intervals held {:.3} of {} totals, where 10 or more were still expected",
        found.forecast_coverage_80, found.forecasts
    )?;
    writeln!(
        out,
        "Given half a year before: 80 % intervals held {:.3} of {} counts, where 10 or more were expected since",
        found.given_coverage_80, found.given
    )?;
    Ok(())
}
