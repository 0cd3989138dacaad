import type { ReactNode, SVGProps } from 'react';

export interface IconProps extends Omit<SVGProps<SVGSVGElement>, 'ref'> {
  /** Pixels; default 18. */
  size?: number;
}

/** A 24 x 24 stroke icon. Decorative: the text beside it, or the control's label, says what it means. */
function icon(name: string, shape: ReactNode) {
  function Icon({ size = 18, ...props }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 24 24"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.75}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
        {...props}
      >
        {shape}
      </svg>
    );
  }
  Icon.displayName = `${name}Icon`;
  return Icon;
}

export const OverviewIcon = icon('Overview', <path d="M4 4h7v9H4zM13 4h7v5h-7zM13 12h7v8h-7zM4 16h7v4H4z" />);
export const UsersIcon = icon(
  'Users',
  <path d="M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2.5 20.5v-1A5.5 5.5 0 0 1 8 14h2a5.5 5.5 0 0 1 5.5 5.5v1M16 3.3a4 4 0 0 1 0 7.5M18 14.3a5.5 5.5 0 0 1 3.5 5.2v1" />,
);
export const UserIcon = icon(
  'User',
  <path d="M12 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM5 20.5v-1A5.5 5.5 0 0 1 10.5 14h3a5.5 5.5 0 0 1 5.5 5.5v1" />,
);
export const LicenseIcon = icon(
  'License',
  <path d="M3.5 6.500a2 2 0 0 1 2-2h13a2 2 0 0 1 2 2v3a2.5 2.5 0 0 0 0 5v3a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-3a2.5 2.5 0 0 0 0-5zM14.5 4.500v2.500M14.5 10.800v2.400M14.5 17v2.5" />,
);
export const ChangesIcon = icon(
  'Changes',
  <path d="M4 8.500h14M14.5 5 18 8.500 14.5 12M20 15.500H6M9.5 12 6 15.500 9.500 19" />,
);
export const UsageIcon = icon(
  'Usage',
  <path d="M4 18.500a8.9 8.9 0 1 1 16 0M12 14l4.5-4.500M12 15.500a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3z" />,
);
export const DetailsIcon = icon('Details', <path d="M4 6h16M4 12h16M4 18h10" />);
export const ChecklistIcon = icon(
  'Checklist',
  <path d="m3.5 6 1.5 1.500L8 4.500M3.5 12.5 5 14l3-3M3.5 19 5 20.500l3-3M12 6h8.500M12 12.500h8.500M12 19h8.5" />,
);
export const OrgIcon = icon(
  'Org',
  <path d="M4 20.500V5.500a2 2 0 0 1 2-2h7a2 2 0 0 1 2 2v15M15 9.500h3a2 2 0 0 1 2 2v9M2.5 20.500h19M8 8h3M8 12h3M8 16h3" />,
);
export const PortfolioIcon = icon(
  'Portfolio',
  <path d="M4 20.500h16M6.500 17v-5.500M12 17V6M17.500 17v-8.500" />,
);
export const SettingsIcon = icon(
  'Settings',
  <path d="M4 7h9M17 7h3M15 9.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400zM4 17h3M11 17h9M9 19.200a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.400z" />,
);
export const PlusIcon = icon('Plus', <path d="M12 5v14M5 12h14" />);
export const CheckIcon = icon('Check', <path d="m5 12.5 4.5 4.500L19 7.5" />);
export const CloseIcon = icon('Close', <path d="M6 6l12 12M18 6 6 18" />);
export const ChevronDownIcon = icon('ChevronDown', <path d="m6 9 6 6 6-6" />);
export const ChevronRightIcon = icon('ChevronRight', <path d="m9 6 6 6-6 6" />);
export const ArrowRightIcon = icon('ArrowRight', <path d="M4.5 12h15M13.5 6l6 6-6 6" />);
export const SelectorIcon = icon('Selector', <path d="m8 9 4-4 4 4M8 15l4 4 4-4" />);
export const DotsIcon = icon(
  'Dots',
  <path d="M12 6.200v-.01M12 12v-.01M12 17.800v-.01" strokeWidth={2.75} />,
);
export const WarningIcon = icon('Warning', <path d="M12 4 2.8 19.500h18.400zM12 10v4M12 16.800v.01" />);
export const ErrorIcon = icon(
  'Error',
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7.500v5.500M12 16.300v.01" />,
);
export const InfoIcon = icon(
  'Info',
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v5.500M12 7.700v.01" />,
);
export const PassIcon = icon(
  'Pass',
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12.300l2.7 2.700L16 9.5" />,
);
export const UnknownIcon = icon(
  'Unknown',
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.700a2.5 2.5 0 1 1 3.6 2.200c-.7.4-1.1.9-1.1 1.700M12 16.600v.01" />,
);
export const CollectIcon = icon(
  'Collect',
  <path d="M12 3.500v11M7.5 10.5 12 15l4.5-4.500M4 16.500v2a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-2" />,
);
export const PlugIcon = icon('Plug', <path d="M9 3v5M15 3v5M6.5 8h11v3.500a5.5 5.5 0 0 1-11 0zM12 17v4" />);
export const PauseIcon = icon('Pause', <path d="M8.5 5v14M15.5 5v14" />);
export const PlayIcon = icon('Play', <path d="M7.5 4.500v15l12-7.500z" />);
export const PencilIcon = icon(
  'Pencil',
  <path d="M4 20h4L19.5 8.500a2.8 2.8 0 0 0-4-4L4 16zM13.5 6.500l4 4" />,
);
export const TrashIcon = icon(
  'Trash',
  <path d="M4.5 6.500h15M10 10.500v6M14 10.500v6M6 6.500l1 12.500a1.5 1.5 0 0 0 1.5 1.500h7A1.5 1.5 0 0 0 17 19l1-12.500M9 6.500V5a1.5 1.5 0 0 1 1.5-1.500h3A1.5 1.5 0 0 1 15 5v1.5" />,
);
export const CopyIcon = icon(
  'Copy',
  <path d="M9.5 8.500h9a1.5 1.5 0 0 1 1.5 1.500v9a1.5 1.5 0 0 1-1.5 1.500h-9A1.5 1.5 0 0 1 8 19v-9a1.5 1.5 0 0 1 1.5-1.500zM16 8.500V5a1.5 1.5 0 0 0-1.5-1.500h-9A1.5 1.5 0 0 0 4 5v9a1.5 1.5 0 0 0 1.5 1.500H8" />,
);
export const ExternalIcon = icon(
  'External',
  <path d="M14 4h6v6M20 4l-9 9M18 14v4.500a1.5 1.5 0 0 1-1.5 1.500h-11A1.5 1.5 0 0 1 4 18.500v-11A1.5 1.5 0 0 1 5.5 6H10" />,
);
export const SearchIcon = icon(
  'Search',
  <path d="M10.5 17.500a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM15.8 15.8 20.5 20.5" />,
);
export const LockIcon = icon(
  'Lock',
  <path d="M6.5 10.500h11a1.5 1.5 0 0 1 1.5 1.500v7a1.5 1.5 0 0 1-1.5 1.500h-11A1.5 1.5 0 0 1 5 19v-7a1.5 1.5 0 0 1 1.5-1.500zM8 10.500V8a4 4 0 1 1 8 0v2.500M12 14.500v2" />,
);
export const DownloadIcon = CollectIcon;
export const RefreshIcon = icon('Refresh', <path d="M20 11a8 8 0 1 0-1.8 6M20 4.500V11h-6.5" />);
export const FilterIcon = icon('Filter', <path d="M4 5.500h16L14 13v6.500L10 17v-4z" />);
export const FolderIcon = icon(
  'Folder',
  <path d="M3.5 7a1.5 1.5 0 0 1 1.5-1.500h4.500l2 2.500H19A1.5 1.5 0 0 1 20.5 9.500V17a1.5 1.5 0 0 1-1.5 1.500H5A1.5 1.5 0 0 1 3.5 17z" />,
);
export const SparkIcon = icon('Spark', <path d="M12 3.5 14 10l6.5 2-6.5 2-2 6.500L10 14l-6.5-2L10 10z" />);
export const ClockIcon = icon('Clock', <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.500l3.5 2" />);
export const ShieldIcon = icon(
  'Shield',
  <path d="M12 3.5 4.5 6v6c0 4.5 3.2 7.5 7.5 8.5 4.3-1 7.5-4 7.5-8.500V6zM9 12l2.2 2.200L15.2 10" />,
);
export const SortIcon = icon(
  'Sort',
  <path d="M8 5v14M4.5 15.5 8 19l3.5-3.500M16 19V5M12.5 8.5 16 5l3.5 3.5" />,
);
export const ArrowUpIcon = icon('ArrowUp', <path d="M12 19.500v-15M6 10.500l6-6 6 6" />);
export const ArrowDownIcon = icon('ArrowDown', <path d="M12 4.500v15M6 13.500l6 6 6-6" />);
export const TableIcon = icon('Table', <path d="M4 5h16v14H4zM4 10h16M4 14.500h16M10 10v9" />);
export const ChartIcon = icon('Chart', <path d="M4 4v16h16M8 15.500l3.5-4 3 2.500L20 7.5" />);
export const GlobeIcon = icon(
  'Globe',
  <path d="M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.500 2.600 3.700 5.600 3.700 9s-1.200 6.400-3.700 9c-2.500-2.600-3.700-5.600-3.700-9S9.500 5.600 12 3z" />,
);
export const ScanIcon = icon(
  'Scan',
  <path d="M4 8V5.500A1.5 1.500 0 0 1 5.500 4H8M16 4h2.500A1.5 1.500 0 0 1 20 5.500V8M20 16v2.500a1.5 1.500 0 0 1-1.500 1.500H16M8 20H5.500A1.5 1.500 0 0 1 4 18.500V16M8.500 12.200l2.500 2.500 4.800-5.200" />,
);
export const NetworkIcon = icon(
  'Network',
  <path d="M9.500 3.500h5v5h-5zM3.500 15.500h5v5h-5zM15.500 15.500h5v5h-5zM12 8.500V12M6 15.500V12h12v3.500" />,
);
export const BellOffIcon = icon(
  'BellOff',
  <path d="M6 10a6 6 0 0 1 9.500-4.900M18 10c0 5 2 6.500 2 6.500H8M6.200 11.500c-.3 3.500-2.200 5-2.200 5h4M10 19.500a2.2 2.200 0 0 0 4 0M4 4l16 16" />,
);
