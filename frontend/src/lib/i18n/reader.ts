import { area } from './catalogue';

/** Texts of the area "reader". */
export const reader = area({}, {});
