/** Where people read what to do about an alarm: each region serves the runbook itself, so it is there in an outage. */
export const runbookUrl = (publicUrl: string, alarm: string): string => `${publicUrl}/runbook#${alarm}`;
