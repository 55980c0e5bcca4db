// The precompiled header of all tests hangs on this file; it has nothing of its own.
