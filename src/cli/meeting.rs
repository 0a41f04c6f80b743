//! `trellis meeting`.

use std::io::Write;

use clap::Subcommand;
use color_eyre::Result;

use super::Exit;

mod after;
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
    Begin(turn::BeginArgs),
    Remark(turn::RemarkArgs),
    Strength(turn::StrengthArgs),
    Overall(overall::OverallArgs),
    Conclude(turn::ConcludeArgs),
    Leave(turn::LeaveArgs),
    Status(standing::StatusArgs),
    Close(room::CloseArgs),
    Agree(overall::AgreeArgs),
    Release(after::ReleaseArgs),
    Acknowledge(after::AcknowledgeArgs),
    State(after::StateArgs),
    Appeal(after::AppealArgs),
    AppealDecided(after::AppealDecidedArgs),
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
        MeetingCommand::Begin(args) => turn::begin(args, out),
        MeetingCommand::Remark(args) => turn::remark(args, out),
        MeetingCommand::Strength(args) => turn::strength(args, out),
        MeetingCommand::Overall(args) => overall::overall(args, out),
        MeetingCommand::Conclude(args) => turn::conclude(args, out),
        MeetingCommand::Leave(args) => turn::leave(args, out),
        MeetingCommand::Status(args) => standing::status(args, out),
        MeetingCommand::Close(args) => room::close(args, out),
        MeetingCommand::Agree(args) => overall::agree(args, out),
        MeetingCommand::Release(args) => after::release(args, out),
        MeetingCommand::Acknowledge(args) => after::acknowledge(args, out),
        MeetingCommand::State(args) => after::state(args, out),
        MeetingCommand::Appeal(args) => after::appeal(args, out),
        MeetingCommand::AppealDecided(args) => after::appeal_decided(args, out),
    }
}
