//! Statistics: training time, centile curves, forecasts. Pure; every function names its source.

pub mod bands;
pub mod block;
pub mod clinical;
pub mod conditional;
pub mod cusum;
pub mod expectation;
pub mod forecast;
pub mod funnel;
pub mod group;
pub mod measure;
pub mod negative_binomial;
pub mod position;
pub mod proportion;
pub mod quantile;
pub mod ranks;
pub mod ratio;
pub mod rotation_time;
pub mod standards;
pub mod stringency;
pub mod sufficiency;
pub mod totals;
pub mod training_time;
pub mod trend;
