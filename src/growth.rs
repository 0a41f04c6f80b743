//! Statistics: training time, centile curves, forecasts. Pure; every function names its source.
