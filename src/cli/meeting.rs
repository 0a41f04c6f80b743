//! `trellis meeting`.

use std::io::Write;

use clap::Subcommand;
use color_eyre::Result;

use super::Exit;

mod after;
mod levels;
mod overall;
mod plan;
mod rating;
mod room;
mod standing;
mod turn;

/// Plan and hold the committee's meeting
#[derive(clap::Args, Debug)]
pub struct MeetingArgs {
    #[command(subcommand)]
    command: MeetingCommand,
}

#[derive(Debug, Subcommand)]
enum MeetingCommand {
    Plan(plan::PlanArgs),
    Open(room::OpenArgs),
    Rate(rating::RateArgs),
    Attend(room::AttendArgs),
    Recuse(room::RecuseArgs),
    Call(room::CallArgs),
    Reveal(rating::RevealArgs),
    #[command(flatten)]
    Turn(turn::TurnCommand),
    Overall(overall::OverallArgs),
    Conclude(turn::ConcludeArgs),
    Leave(turn::LeaveArgs),
    Status(standing::StatusArgs),
    Close(room::CloseArgs),
    Agree(overall::AgreeArgs),
    #[command(flatten)]
    After(after::AfterCommand),
}

pub(super) use plan::{catalog, checked_plan, next_plan};

/// Runs one step of the meeting.
pub fn run(args: &MeetingArgs, out: &mut impl Write) -> Result<Exit> {
    match &args.command {
        MeetingCommand::Plan(args) => plan::plan(args, out),
        MeetingCommand::Open(args) => room::open(args, out),
        MeetingCommand::Rate(args) => rating::rate(args, out),
        MeetingCommand::Attend(args) => room::attend(args, out),
        MeetingCommand::Recuse(args) => room::recuse(args, out),
        MeetingCommand::Call(args) => room::call(args, out),
        MeetingCommand::Reveal(args) => rating::reveal(args, out),
        MeetingCommand::Turn(command) => command.run(out),
        MeetingCommand::Overall(args) => overall::overall(args, out),
        MeetingCommand::Conclude(args) => turn::conclude(args, out),
        MeetingCommand::Leave(args) => turn::leave(args, out),
        MeetingCommand::Status(args) => standing::status(args, out),
        MeetingCommand::Close(args) => room::close(args, out),
        MeetingCommand::Agree(args) => overall::agree(args, out),
        MeetingCommand::After(command) => command.run(out),
    }
}
