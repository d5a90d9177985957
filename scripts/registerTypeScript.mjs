// `--import tsx` leaves out worker threads on Node 20. This module is imported by each of them.
import { register } from 'tsx/esm/api';

register();
