//! Statistics: training time, centile curves, forecasts. Pure; every function names its source.

pub mod bands;
pub mod block;
pub mod forecast;
pub mod group;
pub mod position;
pub mod proportion;
pub mod quantile;
pub mod ratio;
pub mod standards;
pub mod sufficiency;
pub mod totals;
pub mod training_time;
