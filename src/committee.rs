//! What a committee knows and writes: the sheets that it fills in, the evidence behind them, its plan, the room,
//! what waits to be determined, and past decisions beside today's facts.
//!
//! No key and no cursor stands here, no file is touched, and no clock is read.

pub mod evidence;
pub mod levels;
pub mod plan;
pub mod replay;
pub mod request;
pub mod room;
pub mod sheet;
pub mod waiting;
