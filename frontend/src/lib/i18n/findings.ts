import { area } from './catalogue';

/** Texts of the area "findings". */
export const findings = area({}, {});
