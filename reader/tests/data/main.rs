//! Files of every kind of card, whole, odd and damaged. ICAO Doc 9303-10 §4, BSI TR-03105-5.1 layer 7.

mod external;
mod properties;
mod replay;
mod twin_files;
