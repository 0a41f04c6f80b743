//! Statistics: training time, centile curves, forecasts. Pure; every function names its source.

pub mod bands;
pub mod block;
pub mod cusum;
pub mod forecast;
pub mod funnel;
pub mod group;
pub mod measure;
pub mod position;
pub mod proportion;
pub mod quantile;
pub mod standards;
pub mod stringency;
pub mod sufficiency;
pub mod training_time;
pub mod trend;
