/** Who applies in the demonstration, and for what. All persons are invented; their numbers end in 99xxxx. */

export interface Applicant {
  name: string;
  /** Identity number: province, century and sex, year of birth, then invented digits. */
  identity: string;
  phone: string;
}

export const applicants: readonly Applicant[] = [
  { name: 'Nguyễn Thị Hoài Thương', identity: '019190990001', phone: '0912000123' },
  { name: 'Lý Văn Bách', identity: '019085990002', phone: '0912000124' },
  { name: 'Triệu Thị Mùi', identity: '019192990003', phone: '0912000125' },
  { name: 'Hoàng Đức Thắng', identity: '019079990004', phone: '0912000126' },
  { name: 'Nông Thị Lan Anh', identity: '019301990005', phone: '0912000127' },
  { name: 'Dương Quốc Bảo', identity: '019204990006', phone: '0912000128' },
  { name: 'Ma Thị Hồng Nhung', identity: '019187990007', phone: '0912000129' },
  { name: 'Tạ Quang Huy', identity: '019093990008', phone: '0912000130' },
];
