// What pages do better with a script, each on its own: exact times in the reader's zone, buttons that copy, lists that
// tick themselves, progress, forms that are checked. Every page works without it.

import './check.js';
import './copy.js';
import './moments.js';
import './refresh.js';
import './trial.js';
