/** Days of chain time that the play takes at most: a loan of twelve months, and what comes before it. */
export const PLAY_DAYS = 380;
